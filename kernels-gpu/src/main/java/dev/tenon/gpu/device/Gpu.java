package dev.tenon.gpu.device;

import dev.tenon.core.Device;
import dev.tenon.gpu.driver.Driver;

/** A device in use: its driver, and the memory that waits to be used again. */
public final class Gpu {
    private final int index;
    private final Driver driver;
    private final DeviceMemory memory;
    private final ErrorFlag errors;

    Gpu(int index, Driver driver) {
        this.index = index;
        this.driver = driver;
        this.memory = new DeviceMemory(new Device(Device.Kind.GPU, index), driver);
        this.errors = new ErrorFlag(driver);
    }

    /**
     * The device with this index, opened at its first use.
     *
     * @throws dev.tenon.core.DeviceException if it cannot be used; the message says what is missing
     */
    public static Gpu at(int index) {
        return Devices.open(index);
    }

    public int index() {
        return index;
    }

    public Driver driver() {
        return driver;
    }

    public DeviceMemory memory() {
        return memory;
    }

    /** What kernels could not throw; to be looked at whenever the host has waited for the device. */
    public ErrorFlag errors() {
        return errors;
    }
}
