package dev.tenon.cpu.layout;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;

/**
 * Copies a small matrix into its transpose. The source is first gathered into a dense buffer, because its rows, a power of two
 * apart as they often are, would push one another out of the cache.
 */
final class TransposeTile {
    /** Rows and columns of a tile. */
    static final long SIDE = 64;
    /** Elements from one buffered row to the next; odd, so that a column spreads over all cache sets. */
    private static final long PITCH = SIDE + 1;

    private final int bytes;
    private final long fromPitch;
    private final long toPitch;
    private final Scratch scratch = Scratch.of();
    private final long mark = scratch.mark();
    private final long buffer;

    /**
     * A tile of elements of that many bytes.
     *
     * @param fromPitch elements from one source row to the next
     * @param toPitch elements from one target row to the next
     */
    TransposeTile(int bytes, long fromPitch, long toPitch) {
        this.bytes = bytes;
        this.fromPitch = fromPitch;
        this.toPitch = toPitch;
        buffer = scratch.take(SIDE * PITCH * bytes);
    }

    void release() {
        scratch.release(mark);
    }

    /** Target row r, of {@code rows}, becomes source column r; each has {@code length} elements. */
    void copy(long from, long to, long rows, long length) {
        for (long i = 0; i < length; i++) {
            UncheckedAccess.copy(from + i * fromPitch * bytes, buffer + i * PITCH * bytes, rows * bytes);
        }
        for (long r = 0; r < rows; r++) {
            StridedCopy.row(buffer + r * bytes, PITCH, to + r * toPitch * bytes, 1, length, bytes);
        }
    }
}
