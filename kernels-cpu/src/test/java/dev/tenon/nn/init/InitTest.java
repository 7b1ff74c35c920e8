package dev.tenon.nn.init;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class InitTest {
    @Test
    void gainsAreThoseOfTheNonlinearities() {
        assertThat(Init.calculateGain(Nonlinearity.LINEAR)).isEqualTo(1);
        assertThat(Init.calculateGain(Nonlinearity.TANH)).isEqualTo(5.0 / 3);
        assertThat(Init.calculateGain(Nonlinearity.RELU)).isEqualTo(Math.sqrt(2));
        assertThat(Init.calculateGain(Nonlinearity.LEAKY_RELU)).isCloseTo(1.4141428569978354, within(1e-15));
        assertThat(Init.calculateGain(Nonlinearity.LEAKY_RELU, 0.2)).isCloseTo(1.3867504905630728, within(1e-15));
        assertThat(Init.calculateGain(Nonlinearity.SELU)).isEqualTo(0.75);
    }

    /** A weight of 40 outputs, 20 inputs and a window of 3: fan in 60, fan out 120. */
    @Test
    void spreadsFollowFromTheFans() {
        uniformWithin(Math.sqrt(6.0 / 180), Init::xavierUniform_);
        uniformWithin(2 * Math.sqrt(6.0 / 180), w -> Init.xavierUniform_(w, 2));
        uniformWithin(Math.sqrt(6.0 / 60), Init::kaimingUniform_);
        uniformWithin(Math.sqrt(3.0 / 120), w -> Init.kaimingUniform_(w, o -> o.mode(FanMode.FAN_OUT).nonlinearity(Nonlinearity.LINEAR)));
        uniformWithin(Math.sqrt(2 / 1.25) * Math.sqrt(3.0 / 60), w -> Init.kaimingUniform_(w, o -> o.a(0.5)));
        normalWith(Math.sqrt(2.0 / 180), Init::xavierNormal_);
        normalWith(Math.sqrt(2.0 / 60), Init::kaimingNormal_);
        normalWith(0.3, w -> Init.normal_(w, 0, 0.3));
    }

    @Test
    void truncatedNumbersAreWithinTheirBoundsAndNormalInThem() {
        manualSeed(1);
        var values = Init.truncNormal_(zeros(DType.FLOAT64, 200, 100), 1, 2, 0, 4).toDoubleArray();
        assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(0.0, 0.01);
        assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(3.99, 4.0);
        // The mean of a normal of mean 1 and deviation 2 between 0 and 4.
        assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(1.7209, within(0.03));
    }

    @Test
    void orthogonalMatricesAreSo() {
        manualSeed(2);
        var tall = Init.orthogonal_(zeros(DType.FLOAT64, 6, 2, 2), 3).reshape(6, 4);
        assertThat(tall.t().matmul(tall).div(9).allclose(eye(4).to(DType.FLOAT64)).item()).isEqualTo(1);
        var wide = Init.orthogonal_(zeros(DType.FLOAT64, 3, 5));
        assertThat(wide.matmul(wide.t()).allclose(eye(3).to(DType.FLOAT64)).item()).isEqualTo(1);
    }

    @Test
    void structuresAreThoseOfPyTorch() {
        assertThat(Init.eye_(ones(2, 3)).toDoubleArray()).containsExactly(1, 0, 0, 0, 1, 0);
        assertThat(Init.dirac_(ones(2, 2, 3)).toDoubleArray()).containsExactly(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0);
        assertThat(Init.dirac_(ones(4, 1, 1, 2), 2).toDoubleArray()).containsExactly(0, 1, 0, 0, 0, 1, 0, 0);
        var sparse = Init.sparse_(ones(10, 4), 0.25, 1);
        for (int column = 0; column < 4; column++) {
            assertThat(Arrays.stream(sparse.select(1, column).toDoubleArray()).filter(value -> value == 0).count()).isEqualTo(3);
        }
        assertThat(Init.constant_(zeros(2), 4).toDoubleArray()).containsExactly(4, 4);
    }

    @Test
    void tensorsThatDoNotSuitAreRefused() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Init.xavierUniform_(ones(3)))
            .withMessageContaining("xavierUniform_: the tensor must have 2 or more dimensions, got [3]");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Init.dirac_(ones(3, 3)))
            .withMessageContaining("3 to 5 dimensions");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Init.dirac_(ones(3, 3, 3), 2)).withMessageContaining("groups");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Init.sparse_(ones(3, 3), 2, 1))
            .withMessageContaining("sparsity");
    }

    @Test
    void aDeclarationGivesALayerOrASubtreeOtherFirstValues() {
        var net = sequential(features(3), s -> s.linear(4).init(Fill.constant(2), Fill.ones())
            .residual(b -> b.linear(4).layerNorm()).init(Fill.zeros()).linear(1));
        var model = net.build(seed(1));
        var state = model.stateDict();
        assertThat(state.get("0.weight").toDoubleArray()).containsOnly(2);
        assertThat(state.get("0.bias").toDoubleArray()).containsOnly(1);
        assertThat(state.get("1.body.0.weight").toDoubleArray()).containsOnly(0);
        assertThat(state.get("1.body.0.bias").toDoubleArray()).doesNotContain(0);
        assertThat(state.get("1.body.1.weight").toDoubleArray()).containsOnly(1);
        assertThat(model.parameters()).allMatch(Tensor::requiresGrad).allMatch(Tensor::isLeaf);
        var random = sequential(features(3), s -> s.linear(4).init(kaimingNormal()));
        assertThat(random.build(seed(1)).stateDict().get("0.weight").toDoubleArray())
            .isEqualTo(random.build(Device.CPU, seed(1)).stateDict().get("0.weight").toDoubleArray())
            .isNotEqualTo(random.build(seed(2)).stateDict().get("0.weight").toDoubleArray());
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> sequential(features(3), s -> s.init(orthogonal())))
            .withMessageContaining("init: no layer is declared before it");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> new Linear(2, 2).forward(ones(3)));
    }

    private static void uniformWithin(double bound, UnaryOperator<Tensor> fill) {
        manualSeed(3);
        var values = fill.apply(zeros(DType.FLOAT64, 40, 20, 3)).toDoubleArray();
        assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(0.99 * bound, bound);
        assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(-bound, -0.99 * bound);
    }

    private static void normalWith(double std, UnaryOperator<Tensor> fill) {
        manualSeed(3);
        var values = fill.apply(zeros(DType.FLOAT64, 40, 20, 3)).toDoubleArray();
        double variance = Arrays.stream(values).map(value -> value * value).average().orElseThrow();
        assertThat(Math.sqrt(variance)).isCloseTo(std, within(0.05 * std));
    }
}
