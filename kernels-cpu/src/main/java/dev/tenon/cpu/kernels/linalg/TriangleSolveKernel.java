package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.ops.TriangleSolve;

/** Linear systems with a triangle, by substitution. */
public final class TriangleSolveKernel extends MatrixKernel<TriangleSolve> {
    public TriangleSolveKernel() {
        super("linalg.solve_triangular");
    }

    @Override
    void matrix(TriangleSolve op, Item item, Scratch scratch) {
        long n = item.rows(1);
        long columns = item.columns(1);
        if (n * columns == 0) {
            return;
        }
        if (!op.unitriangular()) {
            requireRegular(item, item.in(0), n);
        }
        RawMemory.copy(item.in(1), item.out(0), n * columns * item.dtype().bytes());
        Lapack.trsm(item.dtype(), op.upper(), false, op.unitriangular(), n, columns, item.in(0), item.out(0));
    }
}
