package dev.tenon.cpu.blas;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;

/** Products of a few numbers, by the definition. Floats are summed in double. */
final class TinyGemm {
    private TinyGemm() {}

    static void run(Lane lane, boolean transA, boolean transB, long m, long n, long k, double alpha, long a, long lda, long b, long ldb,
        double beta, long c,
        long ldc) {
        long rowA = transA ? 1 : lda;
        long stepA = transA ? lda : 1;
        long stepB = transB ? 1 : ldb;
        long columnB = transB ? ldb : 1;
        for (long i = 0; i < m; i++) {
            for (long j = 0; j < n; j++) {
                if (lane == Lane.F32) {
                    double sum = 0;
                    for (long l = 0; l < k; l++) {
                        sum += (double) UncheckedAccess.f32(a, i * rowA + l * stepA) * UncheckedAccess.f32(b, l * stepB + j * columnB);
                    }
                    double before = beta == 0 ? 0 : beta * UncheckedAccess.f32(c, i * ldc + j);
                    UncheckedAccess.f32(c, i * ldc + j, (float) (before + alpha * sum));
                } else {
                    double sum = 0;
                    for (long l = 0; l < k; l++) {
                        sum += UncheckedAccess.f64(a, i * rowA + l * stepA) * UncheckedAccess.f64(b, l * stepB + j * columnB);
                    }
                    double before = beta == 0 ? 0 : beta * UncheckedAccess.f64(c, i * ldc + j);
                    UncheckedAccess.f64(c, i * ldc + j, before + alpha * sum);
                }
            }
        }
    }
}
