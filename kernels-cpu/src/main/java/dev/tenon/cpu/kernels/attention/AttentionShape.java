package dev.tenon.cpu.kernels.attention;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.blas.Gemm;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.reduce.RowMath;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of one attention, and the scores of a block of queries with a block of keys: the most of the attention matrix that there ever is.
 *
 * @param queries L
 * @param keys S
 * @param width E, of queries and keys
 * @param valueWidth Ev
 */
record AttentionShape(Lane lane, RowMath math, long batch, long heads, long queries, long keys, long width, long valueWidth, double scale,
    boolean isCausal) {
    /** Queries and keys of one block. */
    static final long QUERIES = 64;
    static final long KEYS = 256;

    static AttentionShape of(UncheckedOperand query, UncheckedOperand key, UncheckedOperand value, double scale, boolean isCausal) {
        var lane = Lane.of(query.dtype());
        return new AttentionShape(lane, RowMath.of(lane), query.sizes()[0], query.sizes()[2], query.sizes()[1], key.sizes()[1],
            query.sizes()[3], value.sizes()[3], scale, isCausal);
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

    /** Fills the first elements of so many rows with zeros. */
    void clear(Heads.Rows target, long row, long rows, long columns) {
        for (long r = 0; r < rows; r++) {
            UncheckedAccess.fill(target.at(row + r), columns * lane.bytes(), (byte) 0);
        }
    }

    /** Writes the scores of {@code rows} queries from {@code query} on with {@code n} keys from {@code key} on to {@code to}. */
    void scores(Heads.Rows queries, Heads.Rows keys, Heads.@Nullable Rows mask, long query, long key, long rows, long n, long to) {
        product(false, true, rows, n, width, scale, queries.at(query), queries.pitch(), keys.at(key), keys.pitch(), 0, to, n);
        for (long r = 0; r < rows && mask != null; r++) {
            math.add(mask.at(query + r) + key * lane.bytes(), at(to, r, n), n);
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
