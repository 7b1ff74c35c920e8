package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.samples.tensor.Expect.elements;
import static dev.tenon.samples.tensor.Expect.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Reduction;
import dev.tenon.ops.ScatterReduce;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.BackwardOptions;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients where operands are empty, of other dtypes, or larger than what is read of them. */
class BackwardOperandsTest {
    private static final List<UnaryOperator<BackwardOptions>> BOTH = List.of(o -> o, BackwardOptions::createGraph);

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void a_linear_map_from_or_to_no_features_has_gradients(String name) {
        var device = name.equals("cpu") ? cpu() : EmulatedGpu.device();
        for (var options : BOTH) {
            var x = ones(2, 4, 1).to(device).requiresGrad_();
            var w = zeros(0, 1).to(device).requiresGrad_();
            x.linear(w).sum().backward(options);
            assertThat(x.grad().toDoubleArray()).hasSize(8).containsOnly(0);
            assertThat(w.grad().shape()).isEqualTo(w.shape());
            for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16)) {
                var none = ones(dtype, 2, 4, 0).to(device).requiresGrad_();
                var weight = zeros(dtype, 3, 0).to(device).requiresGrad_();
                var bias = tensor(new double[] {1, 2, 3}).to(dtype).to(device).requiresGrad_();
                var y = none.linear(weight, bias);
                assertThat(y.toDoubleArray()).hasSize(24).startsWith(1, 2, 3, 1, 2, 3).endsWith(1, 2, 3);
                y.sum().backward(options);
                gradient(bias, 8, 8, 8);
                assertThat(none.grad().shape()).isEqualTo(none.shape());
                assertThat(none.detach().linear(weight.detach()).toDoubleArray()).hasSize(24).containsOnly(0);
            }
        }
    }

    @Test
    void truth_values_are_numbers_in_the_gradients_of_formulas() {
        for (var options : BOTH) {
            var x = tensor(new double[] {2, 3}).requiresGrad_();
            x.pow(tensor(new boolean[] {true, false})).sum().backward(options);
            gradient(x, 1, 0);
            x.zeroGrad();
            x.poissonNllLoss(tensor(new boolean[] {true, false}), true, false, 1e-8, Reduction.SUM).backward(options);
            gradient(x, Math.exp(2) - 1, Math.exp(3));
        }
    }

    @Test
    void a_gradient_of_a_formula_over_several_dtypes_has_the_precision_of_the_result() {
        for (var options : BOTH) {
            var exponent = tensor(new double[] {0.5, 1.5}).to(DType.FLOAT64).requiresGrad_();
            tensor(new long[] {2, 3}).pow(exponent).sum().backward(options);
            assertThat(exponent.grad().toDoubleArray()).containsExactly(
                new double[] {Math.sqrt(2) * Math.log(2), Math.pow(3, 1.5) * Math.log(3)}, within(1e-15));
            var wide = tensor(new double[] {0.75, 0.625}).to(DType.FLOAT64).requiresGrad_();
            tensor(new float[] {0.1f, 0.2f}).xlogy(wide).sum().backward(options);
            assertThat(wide.grad().toDoubleArray()).containsExactly(new double[] {0.1f / 0.75, 0.2f / 0.625}, within(1e-15));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void what_an_index_does_not_use_of_a_source_gets_no_gradient(String name) {
        var device = name.equals("cpu") ? cpu() : EmulatedGpu.device();
        var index = tensor(new long[][] {{0, 2}}).to(device);
        var functions = List.<UnaryOperator<Tensor[]>>of(t -> new Tensor[] {t[0].scatter(1, index, t[1])},
            t -> new Tensor[] {t[0].scatterAdd(1, index, t[1])},
            t -> new Tensor[] {t[0].scatterReduce(1, index, t[1], ScatterReduce.Reduce.SUM)});
        for (var options : BOTH) {
            for (var function : functions) {
                var x = ones(3, 4).to(device).requiresGrad_();
                var source = ones(2, 3).to(device).requiresGrad_();
                function.apply(new Tensor[] {x, source})[0].sum().backward(options);
                gradient(source, 1, 1, 0, 0, 0, 0);
            }
        }
        var x = ones(1, 4).to(device).requiresGrad_();
        var source = ones(2, 3).to(device).requiresGrad_();
        x.scatterReduce(1, index, source, ScatterReduce.Reduce.MEAN).sum().backward();
        gradient(source, 0.5, 0.5, 0, 0, 0, 0);
        gradient(x, 0.5, 1, 0.5, 1);
    }

    @Test
    void factors_whose_product_leaves_the_range_have_the_product_of_the_others() {
        for (var options : BOTH) {
            var x = tensor(new float[] {1e-30f, 1e-30f}).requiresGrad_();
            x.prod().backward(options);
            assertThat(x.grad().toDoubleArray()).containsExactly(1e-30f, 1e-30f);
            x = tensor(new float[] {Float.POSITIVE_INFINITY, 2}).requiresGrad_();
            x.prod().backward(options);
            assertThat(x.grad().toDoubleArray()).containsExactly(2, Double.POSITIVE_INFINITY);
            x = tensor(new float[] {1e30f, 1e30f, 1e-30f}).requiresGrad_();
            x.cumprod(0).get(slice(2, 3)).sum().backward(options);
            elements(x.grad().get(slice(0, 2)), 1, 1);
            assertThat(x.grad().toDoubleArray()[2]).isInfinite();
            x = tensor(new float[] {2, 0, 3, 0}).requiresGrad_();
            x.cumprod(0).sum().backward(options);
            gradient(x, 1, 2 + 6, 0, 0);
        }
    }

    @Test
    void a_determinant_of_rank_two_below_full_has_no_gradient() {
        for (var options : BOTH) {
            var x = ones(DType.FLOAT64, 3, 3).requiresGrad_();
            linalgDet(x).backward(options);
            assertThat(x.grad().toDoubleArray()).containsOnly(0);
            var y = tensor(new double[][] {{1, 2}, {2, 4}}).requiresGrad_();
            linalgDet(y).backward(options);
            gradient(y, 4, -2, -2, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void a_window_that_reads_nothing_is_refused(String name) {
        var device = name.equals("cpu") ? cpu() : EmulatedGpu.device();
        assertThatThrownBy(() -> ones(1, 1, 0).to(device).maxPool1d(new long[] {2}, new long[] {1}, new long[] {1}))
            .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> ones(1, 1, 0, 4).to(device).avgPool2d(new long[] {2}, new long[] {1}, new long[] {1}))
            .isInstanceOf(ShapeException.class).hasMessageContaining("dimension 2 has 0");
        assertThatThrownBy(() -> ones(1, 1, 1, 1).to(device).maxPool2d(new long[] {2}, new long[] {1}, new long[] {1}, new long[] {2}))
            .isInstanceOf(ShapeException.class).hasMessageContaining("dilation of 2");
        elements(ones(1, 1, 2, 2).to(device).maxPool2d(new long[] {2}, new long[] {1}, new long[] {1}, new long[] {2}), 1, 1, 1, 1);
    }
}
