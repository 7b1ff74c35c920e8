package dev.tenon.cpu.kernels.attention;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.blas.Gemm;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.reduce.RowMath;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of one attention, and the scores of a block of queries with a block of keys: the most of the attention matrix that there ever is.
 *
 * @param queries L
 * @param keys S
 * @param width E, of queries and keys
 * @param valueWidth Ev
 * @param maskStride elements from one batch's mask to the next; 0 for one mask that serves all
 */
record AttentionShape(Lane lane, RowMath math, long batch, long queries, long keys, long width, long valueWidth, double scale,
    boolean isCausal,
    long maskStride) {
    /** Queries and keys of one block. */
    static final long QUERIES = 64;
    static final long KEYS = 256;

    static AttentionShape of(UncheckedOperand query, UncheckedOperand key, UncheckedOperand value, @Nullable UncheckedOperand mask,
        double scale, boolean isCausal) {
        var lane = Lane.of(query.dtype());
        long queries = query.sizes()[1];
        long keys = key.sizes()[1];
        return new AttentionShape(lane, RowMath.of(lane), query.sizes()[0], queries, keys, query.sizes()[2], value.sizes()[2], scale,
            isCausal,
            mask == null || mask.sizes()[0] == 1 ? 0 : queries * keys);
    }

    /** How many keys of the block from {@code key} on the query sees. */
    long seen(long query, long key, long n) {
        return isCausal ? Math.clamp(query - key + 1, 0, n) : n;
    }

    /** Keys that the queries before {@code end} see at all. */
    long reach(long end) {
        return isCausal ? Math.min(keys, end) : keys;
    }

    long at(long base, long row, long columns) {
        return base + row * columns * lane.bytes();
    }

    /**
     * Writes the scores of {@code rows} queries with {@code n} keys to {@code to}; q and k are the blocks' first rows, {@code mask} is 0 or
     * that of the batch.
     */
    void scores(long q, long k, long mask, long query, long key, long rows, long n, long to) {
        product(false, true, rows, n, width, scale, q, width, k, width, 0, to, n);
        for (long r = 0; r < rows && mask != 0; r++) {
            math.add(mask + ((query + r) * keys + key) * lane.bytes(), at(to, r, n), n);
        }
    }

    /** A matrix product in this lane, on the calling thread. */
    void product(boolean turnA, boolean turnB, long m, long n, long k, double alpha, long a, long lda, long b, long ldb, double beta,
        long c, long ldc) {
        if (m == 0 || n == 0) {
            return;
        }
        if (lane == Lane.F32) {
            Gemm.f32Single(turnA, turnB, m, n, k, alpha, a, Math.max(1, lda), b, Math.max(1, ldb), beta, c, ldc);
        } else {
            Gemm.f64Single(turnA, turnB, m, n, k, alpha, a, Math.max(1, lda), b, Math.max(1, ldb), beta, c, ldc);
        }
    }
}
