package dev.tenon.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.gpu.device.Devices;
import dev.tenon.gpu.driver.EmulatedDriver;

/** The device on which kernels are tested: the emulated one, or that of the driver which {@code -Dtenon.gpu.driver} names. */
public final class TestedDevice {
    private static final String DRIVER = "tenon.gpu.driver";

    private TestedDevice() {}

    /** Skips the test where the emulator is impossible; a card that was asked for and is not there is a failure. */
    public static void choose() {
        if (System.getProperty(DRIVER) == null) {
            System.setProperty(DRIVER, "emulated");
        }
        if (System.getProperty(DRIVER).equals("emulated")) {
            assumeTrue(EmulatedDriver.isAvailable(), "no C++ compiler: the emulated GPU is not tested");
        }
        assertThat(Devices.count()).as(Devices.describe()).isPositive();
    }
}
