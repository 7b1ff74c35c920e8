package dev.tenon.cpu;

import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.spi.Backend;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelProvider;
import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** This machine's processor and memory; found by {@link ServiceLoader}. */
public final class CpuBackend implements Backend {
    private static final long LARGE_COPY = 1 << 20;

    /** Kernels by operator record, made at the first call of each. */
    private final Map<Class<? extends Op>, Supplier<? extends Kernel<?>>> kernels = load();

    private static Map<Class<? extends Op>, Supplier<? extends Kernel<?>>> load() {
        var found = new HashMap<Class<? extends Op>, Supplier<? extends Kernel<?>>>();
        var registry = new KernelProvider.Registry() {
            @Override
            public <O extends Op> void add(Class<O> op, Supplier<Kernel<O>> kernel) {
                found.put(op, kernel);
            }
        };
        for (var provider : ServiceLoader.load(KernelProvider.class, CpuBackend.class.getClassLoader())) {
            if (provider.kind() == Device.Kind.CPU) {
                provider.register(registry);
            }
        }
        return Map.copyOf(found);
    }

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
        var kernel = kernels.get(op.type());
        if (kernel == null) {
            throw new DeviceException(
                op.name() + ": there is no CPU kernel for it on the class path\n  try:   add the library that declares "
                    + op.name() + " with its kernels; " + op.type().getName() + " names it");
        }
        return kernel.get();
    }

    @Override
    public long allocate(long bytes, int index) {
        return NativeMemory.allocate(bytes);
    }

    @Override
    public void free(long address, long bytes, int index) {
        NativeMemory.free(address);
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
            Mem.copy(from, to, bytes);
        } else {
            StridedCopy.contiguous(from, to, bytes);
        }
    }

    @Override
    public String describe() {
        return "CPU: " + Workers.threads() + " threads, "
            + (Simd.ENABLED ? VectorTail.lanes(Lane.F32) + " float lanes" : "no vectors (add --add-modules jdk.incubator.vector)");
    }
}
