package dev.tenon.gpu;

import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.spi.Backend;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.OpDescriptor;

/**
 * The GPU backend of a build without GPU kernels: it counts no devices and refuses every use with the reason, so that asking for a GPU is
 * answered by a diagnosis and never by a missing class.
 */
public final class AbsentGpu implements Backend {
    private static final String REASON = "no GPU kernels in this build of tenon-kernels-gpu, whatever the card and its driver";
    private static final String WAY_OUT = "\n  try:   Device.CPU, or best(), which takes the CPU where there is no GPU";

    @Override
    public Device.Kind kind() {
        return Device.Kind.GPU;
    }

    @Override
    public int count() {
        return 0;
    }

    @Override
    public Kernel<?> kernel(OpDescriptor op) {
        throw refusal(op.name());
    }

    @Override
    public long allocate(long bytes, int index) {
        throw refusal("allocate");
    }

    @Override
    public void free(long address, long bytes, int index) {
        throw refusal("free");
    }

    @Override
    public void upload(long hostAddress, long deviceAddress, long bytes, int index) {
        throw refusal("upload");
    }

    @Override
    public void download(long deviceAddress, long hostAddress, long bytes, int index) {
        throw refusal("download");
    }

    @Override
    public void copy(long from, long to, long bytes, int index) {
        throw refusal("copy");
    }

    @Override
    public String describe() {
        return REASON;
    }

    private static DeviceException refusal(String what) {
        return new DeviceException(what + ": " + REASON + WAY_OUT);
    }
}
