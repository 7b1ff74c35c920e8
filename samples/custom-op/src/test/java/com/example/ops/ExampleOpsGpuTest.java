package com.example.ops;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.spi.Backends;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The CUDA kernels that were generated for our operators, on the GPU that Tenon emulates. */
class ExampleOpsGpuTest {
    @BeforeAll
    static void emulate() {
        System.setProperty("tenon.gpu.driver", "emulated");
        var backend = Backends.of(new Device(Device.Kind.GPU, 0));
        assumeTrue(backend.count() > 0, () -> "the emulated GPU is not tested: " + backend.describe());
    }

    @Test
    void theirSourceIsGenerated() {
        assertThat(ExampleOpsGpuTest.class.getResource("/META-INF/tenon/cuda/com/example/ops/squareplus.cu")).isNotNull();
    }

    @Test
    void bothComputeWhatTheyDoOnTheCpu() {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            var x = randn(7, 33).to(dtype);
            same(ExampleOps.squareplus(x.to(gpu()), 2), ExampleOps.squareplus(x, 2));
            same(ExampleOps.squareplus(x.to(gpu()).transpose(0, 1)), ExampleOps.squareplus(x.transpose(0, 1)));
            same(ExampleOps.rmsNormalize(x.to(gpu())), ExampleOps.rmsNormalize(x));
        }
    }

    @Test
    void theirDerivativesAreThoseOfTheCpu() {
        same(derivative(gpu(), 1), derivative(cpu(), 1));
        same(derivative(gpu(), 2), derivative(cpu(), 2));
    }

    private static Tensor derivative(Device device, int order) {
        var x = linspace(-2, 2, 41).to(device).detach().requiresGrad_(true);
        var y = ExampleOps.squareplus(ExampleOps.rmsNormalize(x));
        for (int i = 0; i < order; i++) {
            y = Autograd.differentiableGrad(y.sum(), x).square();
        }
        return y.detach();
    }

    @Test
    void aRoundnessOfZeroIsRefusedThereToo() {
        assertThatThrownBy(() -> ExampleOps.squareplus(ones(2).to(gpu()), 0)).isInstanceOf(TenonException.class)
            .hasMessageContaining("b must be above 0");
    }

    @Test
    void aNetworkLearnsWithThemThereToo() {
        assertThat(Ring.accuracyAfter(200, gpu(), ExampleOptimizers.lion(o -> o.lr(3e-3)))).isGreaterThan(0.85);
    }

    private static void same(Tensor found, Tensor expected) {
        assertThat(found.device()).isEqualTo(gpu());
        assertThat(found.dtype()).isEqualTo(expected.dtype());
        assertThat(found.to(cpu()).toDoubleArray()).containsExactly(expected.toDoubleArray(), within(1e-5));
    }
}
