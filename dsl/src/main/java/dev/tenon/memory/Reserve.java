package dev.tenon.memory;

/**
 * How much memory may wait to be used again: as much as the most that was in use in the last seconds, a quarter more and 64 MiB.
 * A training step, which uses little at its beginning and much in its middle, keeps all its memory; what has not been needed for ten seconds
 * goes back to the system.
 */
final class Reserve {
    /** What may always wait. */
    static final long FLOOR = 64L << 20;
    static final long WINDOW_NANOS = 5_000_000_000L;

    private long windowStart;
    private long peak;
    private long peakBefore;

    Reserve(long now) {
        windowStart = now;
    }

    /**
     * Notes how much is in use.
     *
     * @return whether a window has ended
     */
    boolean note(long inUse, long now) {
        boolean ended = now - windowStart >= WINDOW_NANOS;
        if (ended) {
            boolean idle = now - windowStart >= 2 * WINDOW_NANOS;
            peakBefore = idle ? inUse : peak;
            peak = inUse;
            windowStart = now;
        }
        peak = Math.max(peak, inUse);
        return ended;
    }

    /** The most that was in use lately. */
    long peak() {
        return Math.max(peak, peakBefore);
    }

    /** Bytes that may be held in all. */
    long most() {
        return peak() + peak() / 4 + FLOOR;
    }
}
