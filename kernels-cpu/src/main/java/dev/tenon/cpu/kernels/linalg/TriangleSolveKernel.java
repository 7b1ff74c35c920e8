package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.TriangleSolve;

/** Linear systems with a triangle, by substitution. */
public final class TriangleSolveKernel extends MatrixKernel<TriangleSolve> {
    public TriangleSolveKernel() {
        super("linalg.solve_triangular");
    }

    @Override
    void matrix(TriangleSolve op, Item item, Scratch scratch) {
        var operands = new TriangleSolve.Operands(item.call());
        long n = rows(operands.b());
        long columns = columns(operands.b());
        long x = operands.result().address();
        if (n * columns == 0) {
            return;
        }
        if (!op.unitriangular()) {
            requireRegular(item, operands.a());
        }
        UncheckedAccess.copy(operands.b().address(), x, n * columns * item.dtype().bytes());
        Lapack.trsm(item.dtype(), op.upper(), false, op.unitriangular(), n, columns, operands.a().address(), x);
    }
}
