package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not count stays without effect where it is infinite, too: it is left out, and not multiplied by 0. */
class NothingTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Device device(String name) {
        return name.equals("gpu") ? EmulatedGpu.device() : Device.CPU;
    }

    private static double[] gradient(Device device, UnaryOperator<Tensor> loss, double... x) {
        var leaf = tensor(x, DType.FLOAT64).to(device).detach().requiresGrad_();
        return grad(loss.apply(leaf).sum(), leaf).toDoubleArray();
    }

    private static double[] secondGradient(Device device, UnaryOperator<Tensor> loss, double... x) {
        var leaf = tensor(x, DType.FLOAT64).to(device).detach().requiresGrad_();
        return grad(differentiableGrad(loss.apply(leaf).sum(), leaf).sum(), leaf).toDoubleArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void aClassThatIsRuledOutAddsNothingToALossWithoutSmoothing(String name) {
        var device = device(name);
        var logits = tensor(new double[][] {{1, -INF, 2}}).to(device);
        var target = tensor(new long[] {0}).to(device);
        assertThat(crossEntropy(logits, target, ones(3).to(device)).item()).isCloseTo(1.3132617, org.assertj.core.data.Offset.offset(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void whatDropoutTakesIsZeroWhateverItWas(String name) {
        var x = full(new long[] {400, 2, 3}, INF).to(device(name));
        for (var dropped : List.of(x.dropout(0.5), x.dropout1d(0.5), x.dropout2d(0.5), x.dropout(1.0), x.alphaDropout(1.0, true))) {
            assertThat(Arrays.stream(dropped.toDoubleArray()).filter(v -> v != 0 && v != INF)).isEmpty();
            assertThat(dropped.eq(0).any().item()).isOne();
        }
        assertThat(x.alphaDropout(0.5, true).isnan().any().item()).isZero();
        assertThat(x.alphaDropout(0.5, true).isfinite().any().item()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void aProductBeyondTheRangeHasTheGradientOfItsOtherFactors(String name) {
        var device = device(name);
        assertThat(gradient(device, x -> x.prod(), 1e-200, 1e-200)).containsExactly(1e-200, 1e-200);
        assertThat(gradient(device, x -> x.prod(), INF, 2)).containsExactly(2, INF);
        assertThat(gradient(device, x -> x.cumprod(0).select(0, 2), 1e200, 1e200, 1e-200)).containsExactly(1, 1, INF);
        assertThat(gradient(device, x -> x.cumprod(0), 1e-200, 1e-200)).containsExactly(1, 1e-200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void theSideOfAFormulaThatIsNotTakenHasNoSecondDerivative(String name) {
        var device = device(name);
        assertThat(secondGradient(device, x -> x.elu(), 1000, INF, -1)).containsExactly(0, 0, Math.exp(-1));
        assertThat(secondGradient(device, x -> x.selu(), 1000, INF)).containsExactly(0, 0);
        assertThat(secondGradient(device, x -> x.celu(), 1000, INF)).containsExactly(0, 0);
        assertThat(secondGradient(device, x -> x.sinc(), 0)).containsExactly(new double[] {-Math.PI * Math.PI / 3},
            org.assertj.core.data.Offset.offset(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void aProductWithAFactorOfZeroDoesNotCount(String name) {
        var device = device(name);
        var infinite = full(new long[] {2, 2}, INF).to(device);
        var input = eye(2).to(device);
        assertThat(addmm(input, infinite, infinite, 1, 0).toDoubleArray()).containsExactly(1, 0, 0, 1);
        assertThat(addmm(infinite, input, input, 0, 1).toDoubleArray()).containsExactly(1, 0, 0, 1);
        assertThat(baddbmm(input.unsqueeze(0), infinite.unsqueeze(0), infinite.unsqueeze(0), 1, 0).toDoubleArray())
            .containsExactly(1, 0, 0, 1);
        assertThat(addmv(input.select(0, 0), infinite, input.select(0, 0), 1, 0).toDoubleArray()).containsExactly(1, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void anErrorOfNaNHasAGradientOfNaN(String name) {
        var device = device(name);
        var target = zeros(DType.FLOAT64, 1).to(device);
        assertThat(gradient(device, x -> x.smoothL1Loss(target), Double.NaN)).containsExactly(Double.NaN);
        assertThat(gradient(device, x -> x.huberLoss(target), Double.NaN)).containsExactly(Double.NaN);
    }
}
