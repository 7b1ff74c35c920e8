package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.ops.CholeskySolveFactor;

/** Linear systems whose matrix is known by its Cholesky factor: two substitutions. */
public final class CholeskySolveFactorKernel extends MatrixKernel<CholeskySolveFactor> {
    public CholeskySolveFactorKernel() {
        super("cholesky_solve");
    }

    @Override
    void matrix(CholeskySolveFactor op, Item item, Scratch scratch) {
        long n = item.rows(0);
        long columns = item.columns(0);
        if (n * columns == 0) {
            return;
        }
        requireRegular(item, item.in(1), n);
        RawMemory.copy(item.in(0), item.out(0), n * columns * item.dtype().bytes());
        Lapack.trsm(item.dtype(), op.upper(), op.upper(), false, n, columns, item.in(1), item.out(0));
        Lapack.trsm(item.dtype(), op.upper(), !op.upper(), false, n, columns, item.in(1), item.out(0));
    }
}
