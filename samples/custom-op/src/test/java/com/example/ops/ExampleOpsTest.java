package com.example.ops;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.TenonException;
import dev.tenon.optim.Optimizers;
import dev.tenon.tensor.Autograd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleOpsTest {
    @Test
    void squareplusIsItsFormula() {
        var x = new double[] {-3, -0.5, 0, 0.5, 3};
        var expected = Arrays.stream(x).map(v -> 0.5 * (v + Math.sqrt(v * v + 2))).toArray();
        assertThat(ExampleOps.squareplus(tensor(x).to(DType.FLOAT64), 2).toDoubleArray()).containsExactly(expected, within(1e-6));
    }

    @Test
    void squareplusHasDerivativesOfFirstAndSecondOrder() {
        var x = tensor(1.0).to(DType.FLOAT64).detach().requiresGrad_(true);
        var first = Autograd.differentiableGrad(ExampleOps.squareplus(x), x);
        var second = Autograd.differentiableGrad(first, x);
        assertThat(first.item()).isCloseTo(0.5 * (1 + 1 / Math.sqrt(5)), within(1e-12));
        assertThat(second.item()).isCloseTo(0.5 * 4 / Math.pow(5, 1.5), within(1e-12));
    }

    @Test
    void rmsNormalizeGivesAMeanSquareOfOne() {
        var normalized = ExampleOps.rmsNormalize(randn(8, 16));
        assertThat(normalized.square().mean(1).toFloatArray()).containsExactly(ones(8).toFloatArray(), within(1e-4f));
    }

    @Test
    void aRoundnessOfZeroIsRefused() {
        assertThatThrownBy(() -> ExampleOps.squareplus(ones(2), 0)).isInstanceOf(TenonException.class)
            .hasMessageContaining("squareplus").hasMessageContaining("b must be above 0");
    }

    @Test
    void aNetworkLearnsWithThem() {
        assertThat(Ring.accuracyAfter(400, cpu(), ExampleOptimizers.lion(o -> o.lr(3e-3)))).isGreaterThan(0.9);
    }

    @Test
    void ourOptimizerIsFoundByPyTorchsName() {
        var arguments = Map.of("lr", 0.5, "betas", List.of(0.8, 0.9));
        assertThat(Optimizers.options("Lion", arguments)).isEqualTo(ExampleOptimizers.lion(o -> o.lr(0.5).betas(0.8, 0.9)));
        assertThat(Optimizers.names()).contains("Lion", "AdamW");
    }

    @Test
    void aRunGoesOnFromTheStateOfOurOptimizer() {
        var x = ones(3).requiresGrad_(true);
        var optimizer = Optimizers.create("Lion", Map.of(), List.of(x));
        x.square().sum().backward();
        optimizer.step();
        assertThat(optimizer.stateDict()).containsKeys("group.0.betas", "0.step", "0.exp_avg");
        assertThat(x.toFloatArray()).containsOnly(1 - 1e-4f);
    }
}
