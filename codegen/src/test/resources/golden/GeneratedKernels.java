package sample.kernels;

import dev.tenon.core.Device;
import dev.tenon.cpu.Simd;
import dev.tenon.spi.KernelProvider;
import sample.ops.Blend;
import sample.ops.Cat;
import sample.ops.Gelu;
import sample.ops.GeluBackward;
import sample.ops.LeakyRelu;
import sample.ops.LeakyReluBackward;
import sample.ops.ScaledMm;
import sample.ops.Sum;

/**
 * Registers the CPU kernel of every operator; found by {@link java.util.ServiceLoader}.
 */
public final class GeneratedKernels implements KernelProvider {
    @Override
    public Device.Kind kind() {
        return Device.Kind.CPU;
    }

    private static void register1(KernelProvider.Registry registry) {
        registry.add(LeakyRelu.class, () -> Simd.ENABLED ? new LeakyReluVectorKernel() : new LeakyReluKernel());
        registry.add(LeakyReluBackward.class, () -> Simd.ENABLED ? new LeakyReluBackwardVectorKernel() : new LeakyReluBackwardKernel());
        registry.add(Gelu.class, () -> Simd.ENABLED ? new GeluVectorKernel() : new GeluKernel());
        registry.add(GeluBackward.class, () -> Simd.ENABLED ? new GeluBackwardVectorKernel() : new GeluBackwardKernel());
        registry.add(Blend.class, () -> Simd.ENABLED ? new BlendVectorKernel() : new BlendKernel());
        registry.add(Sum.class, () -> Simd.ENABLED ? new SumVectorKernel() : new SumKernel());
        registry.add(ScaledMm.class, ScaledMmKernel::new);
        registry.add(Cat.class, CatKernel::new);
    }

    @Override
    public void register(KernelProvider.Registry registry) {
        register1(registry);
    }
}
