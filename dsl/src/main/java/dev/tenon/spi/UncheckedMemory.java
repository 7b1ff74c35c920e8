package dev.tenon.spi;

/** The memory of a backend's devices. Addresses are believed: what is written to a wrong one ends the JVM. Tensors are moved by {@code to(device)}. */
public interface UncheckedMemory {
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
}
