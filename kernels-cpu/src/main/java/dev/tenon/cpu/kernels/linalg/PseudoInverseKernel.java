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
        var operands = new PseudoInverse.Operands(item.call());
        long m = rows(operands.input());
        long n = columns(operands.input());
        long k = Math.min(m, n);
        int bytes = item.dtype().bytes();
        if (k == 0) {
            return;
        }
        long a = item.copy(operands.input(), scratch);
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
        double atol = item.get(operands.atol().address(), 0);
        double rtol = item.get(operands.rtol().address(), 0);
        invert(item, Math.max(atol, rtol * item.get(s, 0)), s, k, vh, n);
        long inverse = operands.result().address();
        if (item.dtype() == DType.FLOAT64) {
            OpenBlas.gemm(true, true, n, m, k, 1.0, vh, n, u, k, 0.0, inverse, m);
        } else {
            OpenBlas.gemm(true, true, n, m, k, 1.0f, vh, n, u, k, 0.0f, inverse, m);
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

    private static void invert(Item item, double threshold, long s, long k, long vh, long n) {
        for (long i = 0; i < k; i++) {
            double value = item.get(s, i);
            double factor = value > threshold ? 1 / value : 0;
            for (long j = 0; j < n; j++) {
                item.put(vh, i * n + j, item.get(vh, i * n + j) * factor);
            }
        }
    }
}
