package sample.kernels;

import dev.tenon.core.Device;
import dev.tenon.cpu.engine.Simd;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes the CPU kernel of every operator; found by {@link java.util.ServiceLoader}.
 */
public final class GeneratedKernels implements KernelProvider {
    @Override
    public Device.Kind kind() {
        return Device.Kind.CPU;
    }

    @Override
    public @Nullable Kernel<?> kernel(String record) {
        return switch (record) {
            case "sample.ops.LeakyRelu" -> Simd.ENABLED ? new LeakyReluVectorKernel() : new LeakyReluKernel();
            case "sample.ops.LeakyReluBackward" -> Simd.ENABLED ? new LeakyReluBackwardVectorKernel() : new LeakyReluBackwardKernel();
            case "sample.ops.Gelu" -> Simd.ENABLED ? new GeluVectorKernel() : new GeluKernel();
            case "sample.ops.GeluBackward" -> Simd.ENABLED ? new GeluBackwardVectorKernel() : new GeluBackwardKernel();
            case "sample.ops.Blend" -> Simd.ENABLED ? new BlendVectorKernel() : new BlendKernel();
            case "sample.ops.Sum" -> Simd.ENABLED ? new SumVectorKernel() : new SumKernel();
            case "sample.ops.ScaledMm" -> new ScaledMmKernel();
            case "sample.ops.Cat" -> new CatKernel();
            case "sample.ops.SgdStep" -> Simd.ENABLED ? new SgdStepVectorKernel() : new SgdStepKernel();
            default -> null;
        };
    }
}
