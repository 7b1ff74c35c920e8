package dev.tenon.testing;

import dev.tenon.core.Device;
import dev.tenon.spi.Backends;
import dev.tenon.tensor.Tensor;

/** The GPU on which kernels are tested: the emulated one, or that of the driver which {@code -Dtenon.gpu.driver} names. */
public final class TestedGpu {
    private static final String DRIVER = "tenon.gpu.driver";
    private static final String EMULATED = "emulated";

    private TestedGpu() {}

    /** The device. */
    public static Device device() {
        return new Device(Device.Kind.GPU, 0);
    }

    /**
     * Whether it is there; the emulated one needs a C++ compiler.
     *
     * @throws AssertionError if a card was asked for and is not there
     */
    public static boolean isAvailable() {
        if (System.getProperty(DRIVER) == null) {
            System.setProperty(DRIVER, EMULATED);
        }
        boolean found = Backends.has(Device.Kind.GPU) && Backends.of(device()).count() > 0;
        Expect.that(found || System.getProperty(DRIVER).equals(EMULATED), "the GPU that was asked for is not there");
        return found;
    }

    /** The tensor on a device, with the same strides. */
    static Tensor placed(Tensor tensor, Device device) {
        if (device.kind() == Device.Kind.CPU || tensor.numel() == 0) {
            return tensor.to(device);
        }
        var strides = new long[tensor.rank()];
        long last = tensor.storageOffset();
        for (int d = 0; d < tensor.rank(); d++) {
            strides[d] = tensor.stride(d);
            last += (tensor.size(d) - 1) * strides[d];
        }
        var memory = tensor.asStrided(new long[] {last + 1}, new long[] {1}, 0L).contiguous().to(device);
        return memory.asStrided(tensor.shape().toArray(), strides, tensor.storageOffset());
    }
}
