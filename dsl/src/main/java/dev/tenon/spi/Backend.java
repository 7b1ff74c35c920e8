package dev.tenon.spi;

import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;

/** A device's memory and kernels; found by {@link java.util.ServiceLoader}. */
public interface Backend {
    Device.Kind kind();

    /** How many devices of this kind can be used now. */
    int count();

    /**
     * The kernel of this operator.
     *
     * @throws DeviceException if there is none; the message names the operator
     */
    Kernel<?> kernel(OpDescriptor op);

    /** An operator on the calling thread ended with an exception: temporary memory that it had taken and not given back is free. */
    default void operatorFailed() {}

    /** The devices' memory, by addresses. */
    UncheckedMemory memory();

    /** Whether {@link UncheckedMemory#allocate} keeps freed memory for later requests by itself: it is then asked for exact sizes, and for every tensor. */
    default boolean cachesMemory() {
        return false;
    }

    /** Bytes that tensors on this device should not exceed; 0 for a share of the machine's memory. */
    default long memoryLimit(int index) {
        return 0;
    }

    /** One line for people: what this backend runs on. */
    String describe();
}
