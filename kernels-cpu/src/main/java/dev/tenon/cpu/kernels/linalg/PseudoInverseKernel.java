package dev.tenon.cpu.kernels.linalg;

import dev.tenon.core.DType;
import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.blas.OpenBlas;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.ops.PseudoInverse;

/** Pseudoinverses by the singular value decomposition: v diag(1 / s) u^T over the singular values above the threshold. */
public final class PseudoInverseKernel extends MatrixKernel<PseudoInverse> {
    public PseudoInverseKernel() {
        super("linalg.pinv");
    }

    @Override
    void matrix(PseudoInverse op, Item item, Scratch scratch) {
        long m = item.rows(0);
        long n = item.columns(0);
        long k = Math.min(m, n);
        int bytes = item.dtype().bytes();
        if (k == 0) {
            return;
        }
        long a = item.copy(0, scratch);
        if (op.hermitian()) {
            mirror(item, a, n);
        }
        Lapack.requireFinite(name(), item.dtype(), a, m, n, false, item.index());
        long s = scratch.take(k * bytes);
        long u = scratch.take(m * k * bytes);
        long vh = scratch.take(k * n * bytes);
        if (Lapack.gesdd(name(), item.dtype(), m, n, a, s, u, vh) > 0) {
            throw unsuitable(item, "did not converge");
        }
        invert(item, s, k, vh, n);
        if (item.dtype() == DType.FLOAT64) {
            OpenBlas.gemm(true, true, n, m, k, 1.0, vh, n, u, k, 0.0, item.out(0), m);
        } else {
            OpenBlas.gemm(true, true, n, m, k, 1.0f, vh, n, u, k, 0.0f, item.out(0), m);
        }
    }

    /** Only the lower triangle of a symmetric matrix counts. */
    private static void mirror(Item item, long a, long n) {
        for (long i = 0; i < n; i++) {
            for (long j = i + 1; j < n; j++) {
                item.put(a, i * n + j, item.get(a, j * n + i));
            }
        }
    }

    private static void invert(Item item, long s, long k, long vh, long n) {
        double threshold = Math.max(item.get(item.in(1), 0), item.get(item.in(2), 0) * item.get(s, 0));
        for (long i = 0; i < k; i++) {
            double value = item.get(s, i);
            double factor = value > threshold ? 1 / value : 0;
            for (long j = 0; j < n; j++) {
                item.put(vh, i * n + j, item.get(vh, i * n + j) * factor);
            }
        }
    }
}
