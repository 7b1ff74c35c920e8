package dev.tenon.cpu.blas;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;

/**
 * Row-major matrix products {@code c = alpha · a · b + beta · c} on all threads. How a product is divided never changes its
 * value: rows are cut where OpenBLAS's own tiles end, and the columns of flat products in a grid that depends on the shape alone.
 */
public final class Gemm {
    /** Products up to this many multiplications run in Java: calling OpenBLAS, and first of all loading it, costs more. */
    private static final long TINY = 512;
    /** OpenBLAS multiplies small matrices, up to a million multiplications, by another algorithm: a part must not fall below. */
    private static final long SMALL = 1 << 20;
    /** A multiple of the rows in every OpenBLAS tile. */
    private static final long ROW_UNIT = 24;
    /** Flat products are cut by columns. */
    private static final long FLAT = 192;
    private static final long STRIP = 128;
    private static final long STRIP_UNIT = 16;
    private static final long MOST_STRIPS = 32;

    private final Lane lane;
    private final boolean transA;
    private final boolean transB;
    private final long m;
    private final long n;
    private final long k;
    private final double alpha;
    private final long a;
    private final long lda;
    private final long b;
    private final long ldb;
    private final double beta;
    private final long c;
    private final long ldc;
    /** A row to begin every row of c with, instead of what it holds; 0 for none. */
    private final long bias;

    private Gemm(Lane lane, boolean transA, boolean transB, long m, long n, long k, double alpha, long a, long lda, long b, long ldb,
        double beta, long c, long ldc, long bias) {
        this.lane = lane;
        this.transA = transA;
        this.transB = transB;
        this.m = m;
        this.n = n;
        this.k = k;
        this.alpha = alpha;
        this.a = a;
        this.lda = lda;
        this.b = b;
        this.ldb = ldb;
        this.beta = bias == 0 ? beta : 1;
        this.c = c;
        this.ldc = ldc;
        this.bias = bias;
    }

    /** On the calling thread, for callers that are themselves one of many. */
    public static void f32Single(boolean transA, boolean transB, long m, long n, long k, double alpha, long a, long lda, long b, long ldb,
        double beta,
        long c, long ldc) {
        multiply(Lane.F32, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    /** On the calling thread, for callers that are themselves one of many. */
    public static void f64Single(boolean transA, boolean transB, long m, long n, long k, double alpha, long a, long lda, long b, long ldb,
        double beta,
        long c, long ldc) {
        multiply(Lane.F64, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    /** {@code c = a · b}, or each row of {@code bias} plus that where {@code bias} is not 0. */
    static void product(Lane lane, StridedMatrix a, StridedMatrix b, long bias, long c, boolean isSingle) {
        var gemm = new Gemm(lane, !a.isPlain(), !b.isPlain(), a.rows(), b.columns(), a.columns(), 1, a.address(), a.pitch(), b.address(),
            b.pitch(), 0,
            c, b.columns(), bias);
        if (isSingle) {
            gemm.part(0, gemm.m, 0, gemm.n);
        } else {
            gemm.run();
        }
    }

    private void run() {
        double work = (double) m * n * k;
        if (work > 2 * SMALL && m < FLAT && n >= 2 * STRIP) {
            long strips = Math.min(MOST_STRIPS, n / STRIP);
            Workers.run(strips, 1, (first, last) -> {
                for (long s = first; s < last; s++) {
                    part(0, m, cut(n, s, strips, STRIP_UNIT), cut(n, s + 1, strips, STRIP_UNIT));
                }
            });
            return;
        }
        long parts = parts(work);
        Workers.run(parts, 1, (first, last) -> part(cut(m, first, parts, ROW_UNIT), cut(m, last, parts, ROW_UNIT), 0, n));
    }

    private long parts(double work) {
        long parts = Math.min(Workers.threads(), m / (2 * ROW_UNIT));
        while (parts > 1 && work / m * (m / parts - ROW_UNIT) <= SMALL) {
            parts--;
        }
        return Math.max(1, parts);
    }

    /** Where part {@code i} of {@code parts} begins. */
    private static long cut(long n, long i, long parts, long unit) {
        return i == parts ? n : n * i / parts / unit * unit;
    }

    private void part(long top, long bottom, long left, long right) {
        int size = lane.bytes();
        long target = c + (top * ldc + left) * size;
        if (bias != 0) {
            for (long row = 0; row < bottom - top; row++) {
                UncheckedAccess.copy(bias + left * size, target + row * ldc * size, (right - left) * size);
            }
        }
        multiply(lane, transA, transB, bottom - top, right - left, k, alpha, a + top * (transA ? 1 : lda) * size, lda,
            b + left * (transB ? ldb : 1) * size, ldb, beta, target, ldc);
    }

    /** On the calling thread. Makes no object: the blocks of attention are multiplied here by the thousand. */
    private static void multiply(Lane lane, boolean transA, boolean transB, long m, long n, long k, double alpha, long a, long lda, long b,
        long ldb, double beta, long c, long ldc) {
        if ((double) m * n * k <= TINY) {
            TinyGemm.run(lane, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
        } else if (lane == Lane.F32) {
            OpenBlas.gemm(transA, transB, m, n, k, (float) alpha, a, lda, b, ldb, (float) beta, c, ldc);
        } else {
            OpenBlas.gemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
        }
    }
}
