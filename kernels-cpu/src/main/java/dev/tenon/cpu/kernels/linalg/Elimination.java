package dev.tenon.cpu.kernels.linalg;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;

/** Gauss's elimination of one square matrix, for what only needs the diagonal that is left. */
final class Elimination {
    private final MatrixKernel.Item item;
    private final long n;
    private final long factors;
    private final boolean odd;

    Elimination(String op, MatrixKernel.Item item, UncheckedOperand matrix, Scratch scratch) {
        this.item = item;
        this.n = MatrixKernel.columns(matrix);
        this.factors = item.copy(matrix, scratch);
        long pivots = scratch.take(n * Integer.BYTES);
        if (n > 0) {
            Lapack.getrf(op, item.dtype(), n, n, factors, pivots);
        }
        boolean parity = false;
        for (long i = 0; i < n; i++) {
            parity ^= UncheckedAccess.i32(pivots, i) != i + 1;
        }
        this.odd = parity;
    }

    long size() {
        return n;
    }

    double pivot(long i) {
        return item.get(factors, i * n + i);
    }

    /** The sign of the exchanges of rows. */
    double sign() {
        return odd ? -1 : 1;
    }
}
