package dev.tenon.gpu.driver;

import dev.tenon.core.DType;

/**
 * Products of row-major matrices: {@code C = alpha op(A) op(B) + beta C}, where {@code op} may transpose. Halves are accumulated in float.
 *
 * @param dtype of all three matrices: a floating one
 * @param transposeA whether A is stored as {@code [k, m]} and not as {@code [m, k]}
 * @param transposeB whether B is stored as {@code [n, k]} and not as {@code [k, n]}
 * @param m rows of C
 * @param n columns of C
 * @param k the size that is summed over
 * @param lda elements from one stored row of A to the next
 * @param strideA elements from one A to the next of the batch; 0 uses the same one again
 * @param batch how many products
 */
public record Gemm(DType dtype, boolean transposeA, boolean transposeB, long m, long n, long k, double alpha, long a, long lda,
    long strideA,
    long b, long ldb, long strideB, double beta, long c, long ldc, long strideC, long batch) {

    /** One product of dense matrices. */
    public static Gemm of(DType dtype, boolean transposeA, boolean transposeB, long m, long n, long k, long a, long b, long c) {
        return new Gemm(dtype, transposeA, transposeB, m, n, k, 1, a, transposeA ? m : k, 0, b, transposeB ? k : n, 0, 0, c, n, 0, 1);
    }

    /** As this, with {@code beta}: what C holds counts. */
    public Gemm adding(double factor) {
        return new Gemm(dtype, transposeA, transposeB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, factor, c, ldc, strideC, batch);
    }

    /** As this, for a batch that lies at these distances. */
    public Gemm batched(long count, long distanceA, long distanceB, long distanceC) {
        return new Gemm(dtype, transposeA, transposeB, m, n, k, alpha, a, lda, distanceA, b, ldb, distanceB, beta, c, ldc, distanceC,
            count);
    }
}
