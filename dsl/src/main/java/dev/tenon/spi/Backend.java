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

    /** Uninitialised memory of at least {@code bytes}, 64-byte aligned. */
    long allocate(long bytes, int index);

    /** Takes back memory that {@link #allocate} gave. */
    void free(long address, long bytes, int index);

    /** Copies from the JVM's native memory to the device. */
    void upload(long hostAddress, long deviceAddress, long bytes, int index);

    /** Copies from the device to the JVM's native memory, after everything queued before. */
    void download(long deviceAddress, long hostAddress, long bytes, int index);

    /** Copies within the device. */
    void copy(long from, long to, long bytes, int index);

    /** Whether {@link #allocate} keeps freed memory for later requests by itself: it is then asked for exact sizes, and for every tensor. */
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
