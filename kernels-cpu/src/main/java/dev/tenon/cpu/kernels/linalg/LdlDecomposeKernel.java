package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.LdlDecompose;

/** The factors of symmetric matrices by the method of Bunch and Kaufman, with 0 above the diagonal. */
public final class LdlDecomposeKernel extends MatrixKernel<LdlDecompose> {
    public LdlDecomposeKernel() {
        super("linalg.ldl_factor");
    }

    @Override
    void matrix(LdlDecompose op, Item item, Scratch scratch) {
        var operands = new LdlDecompose.Operands(item.call());
        long n = columns(operands.input());
        long factors = operands.ld().address();
        for (long i = 0; i < n; i++) {
            for (long j = 0; j < n; j++) {
                item.put(factors, i * n + j, j > i ? 0 : item.get(operands.input().address(), i * n + j));
            }
        }
        int status = n == 0 ? 0 : Lapack.sytrf(name(), item.dtype(), n, factors, operands.pivots().address());
        if (status > 0 && op.checkErrors()) {
            throw unsuitable(item,
                "is singular: block " + (status - 1) + " of its factor D is 0\n  try:   linalg.ldl_factor_ex(...), and look at info");
        }
        UncheckedAccess.i32(operands.info().address(), 0, status);
    }
}
