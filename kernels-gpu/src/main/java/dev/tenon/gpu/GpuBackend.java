package dev.tenon.gpu;

import dev.tenon.core.Device;
import dev.tenon.core.MissingKernelException;
import dev.tenon.gpu.device.Devices;
import dev.tenon.gpu.device.Gpu;
import dev.tenon.spi.Backend;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelProvider;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.UncheckedMemory;
import java.util.List;
import java.util.ServiceLoader;

/**
 * NVIDIA's GPUs, or the emulated ones of {@code -Dtenon.gpu.driver=emulated}; found by {@link ServiceLoader}. A machine without any is
 * told so by a {@link dev.tenon.core.DeviceException} that says what is missing, and never by a missing class.
 */
public final class GpuBackend implements Backend {
    private final UncheckedMemory memory = new Memory();
    private final List<KernelProvider> providers = KernelProvider.of(Device.Kind.GPU, GpuBackend.class.getClassLoader());

    @Override
    public Device.Kind kind() {
        return Device.Kind.GPU;
    }

    @Override
    public int count() {
        return Devices.count();
    }

    @Override
    public UncheckedMemory memory() {
        return memory;
    }

    @Override
    public String describe() {
        return Devices.describe();
    }

    @Override
    public Kernel<?> kernel(OpDescriptor op) {
        var kernel = KernelProvider.find(providers, op);
        if (kernel != null) {
            return kernel;
        }
        throw new MissingKernelException(op.name(), op.name() + ": there is no GPU kernel for it on the class path"
            + "\n  try:   to(cpu()) its operands, and the result back to the GPU");
    }

    @Override
    public boolean cachesMemory() {
        return true;
    }

    @Override
    public long memoryLimit(int index) {
        return Gpu.at(index).memory().limit();
    }

    private static final class Memory implements UncheckedMemory {
        @Override
        public long allocate(long bytes, int index) {
            return Gpu.at(index).memory().take(bytes);
        }

        @Override
        public void free(long address, long bytes, int index) {
            Gpu.at(index).memory().giveBack(address, bytes);
        }

        @Override
        public void upload(long hostAddress, long deviceAddress, long bytes, int index) {
            Gpu.at(index).driver().upload(hostAddress, deviceAddress, bytes);
        }

        @Override
        public void download(long deviceAddress, long hostAddress, long bytes, int index) {
            var gpu = Gpu.at(index);
            gpu.driver().download(deviceAddress, hostAddress, bytes);
            gpu.errors().check();
        }

        @Override
        public void copy(long from, long to, long bytes, int index) {
            Gpu.at(index).driver().copy(from, to, bytes);
        }
    }
}
