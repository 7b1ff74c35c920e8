package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.samples.tensor.Expect.gradient;

import dev.tenon.core.DType;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose gradient an extreme or a median is, where several elements equal it or are NaN. */
class ExtremeGradientTest {
    private static final double NAN = Double.NaN;

    private String device = "cpu";

    private void expect(UnaryOperator<Tensor> f, double[] values, double... expected) {
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16}) {
            var x = on(tensor(values).to(dtype)).requiresGrad_();
            f.apply(x).backward();
            gradient(x, expected);
            x.zeroGrad();
            f.apply(x).backward(o -> o.createGraph());
            gradient(x, expected);
        }
    }

    private Tensor on(Tensor tensor) {
        return device.equals("cpu") ? tensor : tensor.to(EmulatedGpu.device());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void of_all_elements_those_that_equal_the_result_share_its_gradient(String name) {
        device = name;
        expect(Tensor::max, new double[] {1, NAN, 3}, 0, 1, 0);
        expect(Tensor::min, new double[] {1, NAN, 3}, 0, 1, 0);
        expect(Tensor::median, new double[] {1, NAN, 3}, 0, 1, 0);
        expect(Tensor::nanmedian, new double[] {1, NAN, 3}, 1, 0, 0);
        expect(Tensor::max, new double[] {NAN, 1, 2, NAN}, 0.5, 0, 0, 0.5);
        expect(Tensor::min, new double[] {NAN, 1, 2, NAN}, 0.5, 0, 0, 0.5);
        expect(Tensor::median, new double[] {NAN, 1, 2, NAN}, 0.5, 0, 0, 0.5);
        expect(Tensor::nanmedian, new double[] {NAN, NAN}, 0.5, 0.5);
        expect(Tensor::max, new double[] {1, 3, 3}, 0, 0.5, 0.5);
        expect(Tensor::min, new double[] {3, 1, 2, 1}, 0, 0.5, 0, 0.5);
        expect(Tensor::median, new double[] {3, 1, 2, 1}, 0, 0.5, 0, 0.5);
        expect(Tensor::max, new double[] {Double.POSITIVE_INFINITY, 1}, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void along_a_dimension_the_gradient_is_of_the_element_that_the_index_names(String name) {
        device = name;
        expect(x -> x.max(0).values(), new double[] {1, NAN, 3}, 0, 1, 0);
        expect(x -> x.min(0).values(), new double[] {NAN, NAN, 3}, 1, 0, 0);
        expect(x -> x.median(0).values(), new double[] {1, NAN, 3}, 0, 1, 0);
        expect(x -> x.nanmedian(0).values(), new double[] {NAN, NAN, 3}, 0, 0, 1);
        expect(x -> x.max(0).values(), new double[] {1, 3, 3}, 0, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void amax_and_amin_share_among_ties_and_are_undefined_beside_nan(String name) {
        device = name;
        expect(Tensor::amax, new double[] {1, 3, 3}, 0, 0.5, 0.5);
        expect(Tensor::amax, new double[] {1, NAN, 3}, NAN, NAN, NAN);
        expect(x -> x.amin(0), new double[] {1, NAN, 3}, NAN, NAN, NAN);
        expect(x -> x.amin(0), new double[] {3, 1, 2, 1}, 0, 0.5, 0, 0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void the_second_gradient_goes_to_what_the_first_was_shared_from(String name) {
        device = name;
        var x = on(tensor(new double[] {1, NAN, 3, NAN})).requiresGrad_();
        var scale = on(tensor(2.0)).requiresGrad_();
        var first = Autograd.differentiableGrad(x.max().mul(scale), x);
        first.mul(on(tensor(new double[] {1, 10, 100, 1000}))).sum().backward();
        gradient(scale, 505);
    }
}
