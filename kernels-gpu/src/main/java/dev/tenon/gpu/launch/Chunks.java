package dev.tenon.gpu.launch;

import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.driver.Driver;

/**
 * Rows for blocks to work on: whole ones where there are many, chunks of them where there are few.
 *
 * @param rows how many
 * @param n elements of each
 * @param chunk elements of a block's share; the last chunk of a row may be smaller
 */
public record Chunks(long rows, long n, long chunk) {
    /** Elements that are worth a block of their own. */
    private static final long GRAIN = 4096;
    /** A block looks at what all chunks before its own came to, one by one. */
    private static final long MOST_CHUNKS = 512;
    /** Blocks for each multiprocessor that keep it busy. */
    private static final long WAVES = 4;
    private static final int MOST_THREADS = 256;
    private static final int MOST_BLOCKS = 1 << 20;

    public static Chunks of(Driver driver, long rows, long n) {
        long wanted = Math.ceilDiv(driver.multiprocessors() * WAVES, Math.max(1, rows));
        long chunks = Math.clamp(Math.min(wanted, n / GRAIN), 1, MOST_CHUNKS);
        return new Chunks(rows, n, Math.ceilDiv(Math.max(1, Math.ceilDiv(n, chunks)), MOST_THREADS) * MOST_THREADS);
    }

    /** Chunks of a row. */
    public long count() {
        return Math.max(1, Math.ceilDiv(n, chunk));
    }

    /** All chunks. */
    public long total() {
        return rows * count();
    }

    public Dim grid() {
        return Dim.of((int) Math.min(total(), MOST_BLOCKS));
    }

    public Dim block() {
        return Dim.of((int) Math.clamp(Long.highestOneBit(Math.max(1, Math.min(n, chunk) - 1)) * 2, 32, MOST_THREADS));
    }
}
