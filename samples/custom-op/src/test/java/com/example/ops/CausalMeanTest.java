package com.example.ops;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Backends;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.OpChecks;
import org.junit.jupiter.api.Test;

/** An operator with kernels of its own, on the CPU and on the GPU that Tenon emulates. */
class CausalMeanTest {
    private static OpChecks checks(boolean transposed) {
        return OpChecks.of(ExampleOpsCatalog::call, "causal_mean").tensor("input", 'F', true).attribute("transposed", transposed);
    }

    @Test
    void eachElementIsTheMeanOfThoseUpToIt() {
        var x = tensor(new double[][] {{2, 4, 9}, {1, 0, -1}});
        assertThat(ExampleOps.causalMean(x).toDoubleArray()).containsExactly(new double[] {2, 3, 5, 1, 0.5, 0}, within(1e-15));
        assertThat(ExampleOps.causalMean(x, true).toDoubleArray())
            .containsExactly(new double[] {7, 5, 3, 1 - 1.0 / 3, -1.0 / 3, -1.0 / 3}, within(1e-6));
    }

    @Test
    void bothDerivativesAgreeWithDifferences() {
        for (boolean transposed : new boolean[] {false, true}) {
            checks(transposed).gradient();
            checks(transposed).secondGradient();
        }
    }

    @Test
    void anyLayoutLengthAndDtypeWillDo() {
        checks(false).strided();
        checks(false).empty();
        checks(false).claimedDtypes();
        checks(false).refusedDtypes();
        assertThatThrownBy(() -> ExampleOps.causalMean(tensor(1.0))).isInstanceOf(ShapeException.class).hasMessageContaining("causal_mean");
    }

    @Test
    void theGpuComputesTheSame() {
        System.setProperty("tenon.gpu.driver", "emulated");
        var backend = Backends.of(new Device(Device.Kind.GPU, 0));
        assumeTrue(backend.count() > 0, () -> "the emulated GPU is not tested: " + backend.describe());
        manualSeed(1);
        for (var dtype : new DType[] {DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16}) {
            var x = randn(3, 4, 33).to(dtype);
            same(ExampleOps.causalMean(x.to(gpu())), ExampleOps.causalMean(x));
            same(ExampleOps.causalMean(x.to(gpu()).transpose(0, 2), true), ExampleOps.causalMean(x.transpose(0, 2), true));
        }
        same(ExampleOps.causalMean(zeros(0, 3).to(gpu())), zeros(0, 3));
        same(second(gpu()), second(cpu()));
    }

    /** A second derivative, of which every step is the operator again. */
    private static Tensor second(Device device) {
        var x = linspace(-1, 1, 12).reshape(3, 4).to(device).detach().requiresGrad_(true);
        var first = Autograd.differentiableGrad(ExampleOps.causalMean(x).square().sum(), x);
        return Autograd.differentiableGrad(first.square().sum(), x).detach();
    }

    private static void same(Tensor found, Tensor expected) {
        assertThat(found.device()).isEqualTo(gpu());
        assertThat(found.dtype()).isEqualTo(expected.dtype());
        assertThat(found.to(cpu()).toDoubleArray()).containsExactly(expected.toDoubleArray(), within(1e-6));
    }
}
