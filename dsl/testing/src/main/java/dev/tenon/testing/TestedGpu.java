package dev.tenon.testing;

import dev.tenon.core.Device;
import dev.tenon.spi.Backends;

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
}
