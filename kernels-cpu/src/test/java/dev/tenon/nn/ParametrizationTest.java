package dev.tenon.nn;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.norm.SpectralNorm;
import dev.tenon.nn.norm.WeightNorm;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The numbers are PyTorch's. */
class ParametrizationTest {
    private static final Offset<Double> CLOSE = within(5e-5);
    private static final double[][] WEIGHT = {{1, 2}, {3, 4}, {5, -6}};

    @Test
    void weightNormTrainsLengthAndDirection() {
        var layer = linear();
        layer.parametrize("weight", new WeightNorm());
        assertThat(layer.stateDict().keySet()).containsExactly("parametrizations.weight.original0", "parametrizations.weight.original1");
        var y = layer.forward(input());
        assertThat(y.toDoubleArray()).containsExactly(new double[] {-3, -5, 17}, within(1e-12));
        y.mul(scale()).sum().backward();
        var length = layer.stateDict().get("parametrizations.weight.original0");
        assertThat(length.shape()).hasToString("[3, 1]");
        assertThat(length.toDoubleArray()).containsExactly(new double[] {2.2361, 5, 7.8102}, CLOSE);
        assertThat(grad(length)).containsExactly(new double[] {-1.3416, -2, 6.5299}, CLOSE);
        assertThat(grad(layer.stateDict().get("parametrizations.weight.original1")))
            .containsExactly(new double[] {1.6, -0.8, 3.2, -2.4, -1.1803, -0.9836}, CLOSE);
    }

    @Test
    void spectralNormDividesByTheLargestSingularValue() {
        var layer = linear();
        layer.parametrize("weight", new SpectralNorm(layer.weight()));
        assertThat(layer.stateDict().keySet()).containsExactly("parametrizations.weight.original", "parametrizations.weight.0._u",
            "parametrizations.weight.0._v");
        layer.loadStateDict(Map.of("parametrizations.weight.0._u", tensor(new double[] {1, 0, 0}), "parametrizations.weight.0._v",
            tensor(new double[] {0, 1})), false);
        var y = layer.forward(input());
        assertThat(y.toDoubleArray()).containsExactly(new double[] {-0.3855, -0.6424, 2.1843}, CLOSE);
        assertThat(layer.stateDict().get("parametrizations.weight.0._u").toDoubleArray())
            .containsExactly(new double[] {0.2673, 0.5345, -0.8018}, CLOSE);
        y.mul(scale()).sum().backward();
        assertThat(grad(layer.stateDict().get("parametrizations.weight.original")))
            .containsExactly(new double[] {0.1746, -0.4182, 0.3491, -0.8364, 0.2473, -0.2873}, CLOSE);
        layer.eval();
        assertThat(layer.forward(input()).toDoubleArray()).containsExactly(new double[] {-0.3855, -0.6424, 2.1843}, CLOSE);
    }

    @Test
    void aParametrizedLayerPrintsSoAndCanBeMadePlainAgain() {
        var layer = linear();
        layer.parametrize("weight", new Doubled());
        assertThat(layer).hasToString("""
            ParametrizedLinear(
              in_features=2, out_features=3, bias=False
              (parametrizations): ModuleDict(
                (weight): ParametrizationList(
                  (0): Doubled()
                )
              )
            )""");
        assertThat(layer.weight().toDoubleArray()).containsExactly(2, 4, 6, 8, 10, -12);
        layer.to(DType.FLOAT32);
        assertThat(layer.weight().dtype()).isEqualTo(DType.FLOAT32);
        layer.removeParametrization("weight");
        assertThat(layer.stateDict().keySet()).containsExactly("weight");
        assertThat(layer.weight().toDoubleArray()).containsExactly(2, 4, 6, 8, 10, -12);
        assertThat(layer.parameters()).allMatch(Tensor::isLeaf).allMatch(Tensor::requiresGrad);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> layer.parametrize("wait", new Doubled()))
            .withMessageContaining("has no parameter 'wait'").withMessageContaining("[weight]");
    }

    private static final class Doubled extends Parametrization {
        @Override
        public Tensor value(List<Tensor> originals) {
            return originals.getFirst().mul(2);
        }
    }

    private static Linear linear() {
        var layer = new Linear(2, 3, false);
        layer.to(DType.FLOAT64);
        layer.loadStateDict(Map.of("weight", tensor(WEIGHT)));
        return layer;
    }

    private static Tensor input() {
        return tensor(new double[][] {{1, -2}}).to(DType.FLOAT64);
    }

    private static Tensor scale() {
        return tensor(new double[] {1, 2, 3}).to(DType.FLOAT64);
    }

    private static double[] grad(Tensor parameter) {
        return Objects.requireNonNull(parameter.grad()).toDoubleArray();
    }
}
