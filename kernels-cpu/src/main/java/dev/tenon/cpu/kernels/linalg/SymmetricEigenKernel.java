package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.SymmetricEigen;

/** Eigenvalues and eigenvectors of symmetric matrices, by LAPACK's divide and conquer. */
public final class SymmetricEigenKernel extends MatrixKernel<SymmetricEigen> {
    public SymmetricEigenKernel() {
        super("linalg.eigh");
    }

    @Override
    void matrix(SymmetricEigen op, Item item, Scratch scratch) {
        var operands = new SymmetricEigen.Operands(item.call());
        long n = columns(operands.input());
        long input = operands.input().address();
        long vectors = operands.vectors().address();
        if (n == 0) {
            return;
        }
        Lapack.requireFinite(name(), item.dtype(), input, n, n, true, item.index());
        UncheckedAccess.copy(input, vectors, n * n * item.dtype().bytes());
        if (Lapack.syevd(name(), item.dtype(), n, vectors, operands.values().address()) > 0) {
            throw unsuitable(item, "did not converge");
        }
    }
}
