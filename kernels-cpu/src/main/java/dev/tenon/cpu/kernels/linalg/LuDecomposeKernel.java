package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.ops.LuDecompose;

/** Gauss's elimination with pivots; a singular matrix has factors, too. */
public final class LuDecomposeKernel extends MatrixKernel<LuDecompose> {
    public LuDecomposeKernel() {
        super("linalg.lu_factor");
    }

    @Override
    void matrix(LuDecompose op, Item item, Scratch scratch) {
        long m = item.rows(0);
        long n = item.columns(0);
        if (m * n > 0) {
            RawMemory.copy(item.in(0), item.out(0), m * n * item.dtype().bytes());
            Lapack.getrf(name(), item.dtype(), m, n, item.out(0), item.out(1));
        }
    }
}
