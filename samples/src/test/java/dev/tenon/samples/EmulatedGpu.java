package dev.tenon.samples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Tenon;
import dev.tenon.core.Device;
import dev.tenon.spi.Backends;

/** The GPU that the CPU plays, for tests. */
public final class EmulatedGpu {
    private EmulatedGpu() {}

    /** The device; where there is no compiler for its kernels, the test ends here. */
    public static Device device() {
        System.setProperty("tenon.gpu.driver", "emulated");
        var backend = Backends.of(new Device(Device.Kind.GPU, 0));
        assumeTrue(backend.count() > 0, () -> "the emulated GPU is not tested: " + backend.describe());
        return Tenon.gpu();
    }
}
