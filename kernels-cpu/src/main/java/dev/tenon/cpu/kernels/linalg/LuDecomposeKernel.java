package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.LuDecompose;

/** Gauss's elimination with pivots; a singular matrix has factors, too, unless errors are checked. */
public final class LuDecomposeKernel extends MatrixKernel<LuDecompose> {
    public LuDecomposeKernel() {
        super("linalg.lu_factor");
    }

    @Override
    void matrix(LuDecompose op, Item item, Scratch scratch) {
        var operands = new LuDecompose.Operands(item.call());
        long m = rows(operands.input());
        long n = columns(operands.input());
        long lu = operands.lu().address();
        int status = 0;
        if (m * n > 0) {
            UncheckedAccess.copy(operands.input().address(), lu, m * n * item.dtype().bytes());
            status = Lapack.getrf(name(), item.dtype(), m, n, lu, operands.pivots().address());
        }
        if (status > 0 && op.checkErrors()) {
            throw unsuitable(item,
                "is singular: pivot " + (status - 1) + " of its elimination is 0\n  try:   linalg.lu_factor_ex(A), and look at info");
        }
        UncheckedAccess.i32(operands.info().address(), 0, status);
    }
}
