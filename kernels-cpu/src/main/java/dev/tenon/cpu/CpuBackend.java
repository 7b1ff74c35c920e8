package dev.tenon.cpu;

import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.cpu.blas.OpenBlas;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.NativeMemory;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.Simd;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.StridedCopy;
import dev.tenon.cpu.math.VectorTail;
import dev.tenon.spi.Backend;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelProvider;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.UncheckedMemory;
import java.util.List;
import java.util.ServiceLoader;

/** This machine's processor and memory; found by {@link ServiceLoader}. */
public final class CpuBackend implements Backend {
    private static final long LARGE_COPY = 1 << 20;

    private final UncheckedMemory memory = new Memory();
    private final List<KernelProvider> providers = KernelProvider.of(Device.Kind.CPU, CpuBackend.class.getClassLoader());

    @Override
    public Device.Kind kind() {
        return Device.Kind.CPU;
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public Kernel<?> kernel(OpDescriptor op) {
        var kernel = KernelProvider.find(providers, op);
        if (kernel != null) {
            return kernel;
        }
        throw new DeviceException(
            op.name() + ": there is no CPU kernel for it on the class path\n  try:   add the library that declares "
                + op.name() + " with its kernels; " + op.type().getName() + " names it");
    }

    @Override
    public void operatorFailed() {
        Scratch.of().abandon();
    }

    @Override
    public UncheckedMemory memory() {
        return memory;
    }

    @Override
    public String describe() {
        return processor() + "\n" + OpenBlas.describe();
    }

    private static String processor() {
        return "CPU: " + Workers.threads() + " threads, "
            + (Simd.ENABLED ? VectorTail.lanes(Lane.F32) + " float lanes" : "no vectors (add --add-modules jdk.incubator.vector)");
    }

    private static final class Memory implements UncheckedMemory {
        @Override
        public long allocate(long bytes, int index) {
            return NativeMemory.allocate(bytes);
        }

        @Override
        public void free(long address, long bytes, int index) {
            NativeMemory.free(address, bytes);
        }

        @Override
        public void upload(long hostAddress, long deviceAddress, long bytes, int index) {
            copy(hostAddress, deviceAddress, bytes, index);
        }

        @Override
        public void download(long deviceAddress, long hostAddress, long bytes, int index) {
            copy(deviceAddress, hostAddress, bytes, index);
        }

        @Override
        public void copy(long from, long to, long bytes, int index) {
            boolean overlaps = from < to + bytes && to < from + bytes;
            if (bytes < LARGE_COPY || overlaps) {
                UncheckedAccess.copy(from, to, bytes);
            } else {
                StridedCopy.contiguous(from, to, bytes);
            }
        }
    }
}
