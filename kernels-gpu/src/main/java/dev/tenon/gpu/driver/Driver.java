package dev.tenon.gpu.driver;

/**
 * One device. Everything is queued on one stream, in the order of the calls and from whichever thread they come; only {@link #download},
 * {@link #synchronize} and {@link #milliseconds} wait. Addresses are the device's, in bytes; sizes are in bytes, too.
 * A failed call is a {@link dev.tenon.core.DeviceException} that names the operator which was queued.
 */
public interface Driver {
    /** One line for people: the card and its driver, or what emulates it. */
    String describe();

    /** Whether kernels run on the CPU; then {@link #allocate} answers with guarded memory and nothing should be cached above it. */
    boolean isEmulated();

    /** Multiprocessors of the card: a launch of a few blocks for each fills it. */
    int multiprocessors();

    /** Bytes of memory the device has. */
    long totalMemory();

    /** Bytes of memory nobody has taken. */
    long freeMemory();

    /**
     * Uninitialised memory, aligned to 256 bytes.
     *
     * @throws dev.tenon.core.OutOfMemoryException if the device has no more
     */
    long allocate(long bytes);

    /** Takes memory back once everything queued before has run. */
    void free(long address);

    /** Queues a copy to the device; the host's memory may be changed as soon as this returns. */
    void upload(long host, long device, long bytes);

    /** Copies from the device to the host after everything queued before, and waits for it. */
    void download(long device, long host, long bytes);

    /** Queues a copy within the device; the ranges do not overlap. */
    void copy(long from, long to, long bytes);

    /** The first of so many elements that nobody has written since the memory was allocated, or -1: found out by an emulated device only. */
    default long unwritten(long address, long elements, int bytes) {
        return -1;
    }

    /** Queues writing one byte everywhere. */
    void fill(long address, int value, long bytes);

    /**
     * The handle of a kernel, whose source is compiled or taken from the cache the first time. It is never 0.
     *
     * @param kernel the name of an {@code extern "C" __global__} function of the source
     */
    long function(Source source, String kernel);

    /**
     * Queues a kernel.
     *
     * @param operator who asks, for errors
     * @param function what {@link #function} answered
     * @param shared bytes of dynamic shared memory
     */
    void launch(String operator, long function, Dim grid, Dim block, int shared, Arguments arguments);

    /** Queues matrix products. */
    void gemm(String operator, Gemm gemm);

    /** Whether TF32 may be used for float32 products; off unless asked for, as in PyTorch. */
    void allowTf32(boolean allowed);

    /** A mark in the queue; give it back with {@link #release}. */
    long event();

    /** Milliseconds between two marks; waits for the second. */
    double milliseconds(long from, long to);

    void release(long event);

    /** Waits for everything queued. */
    void synchronize();
}
