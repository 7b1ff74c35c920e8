package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.DenseSolve;

/** Linear systems by elimination. */
public final class DenseSolveKernel extends MatrixKernel<DenseSolve> {
    public DenseSolveKernel() {
        super("linalg.solve");
    }

    @Override
    void matrix(DenseSolve op, Item item, Scratch scratch) {
        var operands = new DenseSolve.Operands(item.call());
        long n = rows(operands.b());
        long columns = columns(operands.b());
        long x = operands.x().address();
        UncheckedAccess.i32(operands.info().address(), 0, 0);
        if (n * columns == 0) {
            return;
        }
        UncheckedAccess.copy(operands.b().address(), x, n * columns * item.dtype().bytes());
        int status = Lapack.gesv(name(), item.dtype(), n, columns, item.copy(operands.a(), scratch), scratch.take(n * Integer.BYTES), x);
        if (status > 0 && op.checkErrors()) {
            throw unsuitable(item,
                "is singular: pivot " + (status - 1) + " of its elimination is 0\n  try:   linalg.lstsq(...) or linalg.pinv(...)");
        }
        UncheckedAccess.i32(operands.info().address(), 0, status);
        for (long i = 0; status > 0 && i < n * columns; i++) {
            item.put(x, i, Double.NaN);
        }
    }
}
