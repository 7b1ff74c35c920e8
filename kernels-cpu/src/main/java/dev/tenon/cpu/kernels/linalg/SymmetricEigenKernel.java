package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.ops.SymmetricEigen;

/** Eigenvalues and eigenvectors of symmetric matrices, by LAPACK's divide and conquer. */
public final class SymmetricEigenKernel extends MatrixKernel<SymmetricEigen> {
    public SymmetricEigenKernel() {
        super("linalg.eigh");
    }

    @Override
    void matrix(SymmetricEigen op, Item item, Scratch scratch) {
        long n = item.columns(0);
        if (n == 0) {
            return;
        }
        Lapack.requireFinite(name(), item.dtype(), item.in(0), n, n, true, item.index());
        RawMemory.copy(item.in(0), item.out(1), n * n * item.dtype().bytes());
        if (Lapack.syevd(name(), item.dtype(), n, item.out(1), item.out(0)) > 0) {
            throw unsuitable(item, "did not converge");
        }
    }
}
