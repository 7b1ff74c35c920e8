package sample.kernels;

import dev.tenon.core.Device;
import dev.tenon.gpu.launch.GeneratedLaunch;
import dev.tenon.gpu.launch.HostKernel;
import dev.tenon.gpu.launch.PointwiseLaunch;
import dev.tenon.gpu.launch.ReductionLaunch;
import dev.tenon.gpu.launch.StepLaunch;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelProvider;
import org.jspecify.annotations.Nullable;
import sample.ops.Blend;
import sample.ops.Gelu;
import sample.ops.GeluBackward;
import sample.ops.LeakyRelu;
import sample.ops.LeakyReluBackward;
import sample.ops.SgdStep;
import sample.ops.Sum;

/**
 * Makes the GPU kernel of every operator; found by {@link java.util.ServiceLoader}.
 */
public final class GeneratedGpuKernels implements KernelProvider {
    @Override
    public Device.Kind kind() {
        return Device.Kind.GPU;
    }

    @Override
    public @Nullable Kernel<?> kernel(String record) {
        return switch (record) {
            case "sample.ops.LeakyRelu" -> new PointwiseLaunch<LeakyRelu>(GeneratedGpuKernels.class, "sample/ops/leaky_relu.cu", "leaky_relu", 1, 1)
                .passing((LeakyRelu op, GeneratedLaunch.Parameters to) -> to.number(op.negativeSlope()
                        .doubleValue()));
            case "sample.ops.LeakyReluBackward" -> new PointwiseLaunch<LeakyReluBackward>(GeneratedGpuKernels.class, "sample/ops/leaky_relu_backward.cu", "leaky_relu_backward", 2, 1)
                .passing((LeakyReluBackward op, GeneratedLaunch.Parameters to) -> to.number(op.negativeSlope()
                        .doubleValue()));
            case "sample.ops.Gelu" -> new PointwiseLaunch<Gelu>(GeneratedGpuKernels.class, "sample/ops/gelu.cu", "gelu", 1, 1)
                .chosen(Gelu::approximate);
            case "sample.ops.GeluBackward" -> new PointwiseLaunch<GeluBackward>(GeneratedGpuKernels.class, "sample/ops/gelu_backward.cu", "gelu_backward", 2, 1)
                .chosen(GeluBackward::approximate);
            case "sample.ops.Blend" -> new PointwiseLaunch<Blend>(GeneratedGpuKernels.class, "sample/ops/blend.cu", "blend", 2, 1)
                .dividing();
            case "sample.ops.Sum" -> new ReductionLaunch<Sum>(GeneratedGpuKernels.class, "sample/ops/sum.cu", "sum")
                .over(Sum::dim)
                .wide();
            case "sample.ops.ScaledMm" -> new ScaledMmGpuKernel();
            case "sample.ops.Cat" -> new HostKernel<>();
            case "sample.ops.SgdStep" -> new StepLaunch<SgdStep>(GeneratedGpuKernels.class, "sample/ops/sgd_step.cu", "sgd_step", "_with_momentum_buffer", "_without_momentum_buffer")
                .form(op -> op.hasMomentumBuffer() ? 0 : 1)
                .passing((SgdStep op, GeneratedLaunch.Parameters to) -> to
                .flag(op.maximize())
                .flag((double) op.step() == 1.0)
                .number(op.momentum())
                .number(1.0 - op.dampening())
                .flag(op.nesterov())
                .number(op.lr()));
            default -> null;
        };
    }
}
