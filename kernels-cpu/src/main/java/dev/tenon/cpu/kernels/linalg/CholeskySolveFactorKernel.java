package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.CholeskySolveFactor;

/** Linear systems whose matrix is known by its Cholesky factor: two substitutions. */
public final class CholeskySolveFactorKernel extends MatrixKernel<CholeskySolveFactor> {
    public CholeskySolveFactorKernel() {
        super("cholesky_solve");
    }

    @Override
    void matrix(CholeskySolveFactor op, Item item, Scratch scratch) {
        var operands = new CholeskySolveFactor.Operands(item.call());
        long n = rows(operands.b());
        long columns = columns(operands.b());
        long factor = operands.factor().address();
        long x = operands.result().address();
        if (n * columns == 0) {
            return;
        }
        requireRegular(item, operands.factor());
        UncheckedAccess.copy(operands.b().address(), x, n * columns * item.dtype().bytes());
        Lapack.trsm(item.dtype(), op.upper(), op.upper(), false, n, columns, factor, x);
        Lapack.trsm(item.dtype(), op.upper(), !op.upper(), false, n, columns, factor, x);
    }
}
