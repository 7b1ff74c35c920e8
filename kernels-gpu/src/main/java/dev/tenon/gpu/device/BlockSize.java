package dev.tenon.gpu.device;

/** The sizes of blocks: eight steps per doubling, so that blocks given back fit later requests and at most an eighth is wasted. */
final class BlockSize {
    /** The least; tensors then begin where wide loads want them. */
    static final long LEAST = 512;
    private static final int STEPS_LOG = 3;

    private BlockSize() {}

    /** The size of the block that serves a request. */
    static long of(long bytes) {
        if (bytes <= LEAST) {
            return LEAST;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(bytes - 1);
        long step = Math.max(1L << exponent - STEPS_LOG, LEAST);
        return (bytes + step - 1) & -step;
    }
}
