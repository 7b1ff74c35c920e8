package dev.tenon.cpu.kernels.linalg;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.LdlSolveFactor;

/** Linear systems whose symmetric matrix is known by its factors. */
public final class LdlSolveFactorKernel extends MatrixKernel<LdlSolveFactor> {
    public LdlSolveFactorKernel() {
        super("linalg.ldl_solve");
    }

    @Override
    void matrix(LdlSolveFactor op, Item item, Scratch scratch) {
        var operands = new LdlSolveFactor.Operands(item.call());
        long n = rows(operands.b());
        long columns = columns(operands.b());
        long x = operands.result().address();
        if (n * columns == 0) {
            return;
        }
        requirePivots(item, operands.pivots(), n);
        UncheckedAccess.copy(operands.b().address(), x, n * columns * item.dtype().bytes());
        Lapack.sytrs(name(), item.dtype(), n, columns, operands.ld().address(), operands.pivots().address(), x);
    }

    /** LAPACK believes the pivots: rows outside the matrix, or half of a block of two, would have it read and write elsewhere. */
    private void requirePivots(Item item, UncheckedOperand pivots, long n) {
        for (long i = 0; i < n; i++) {
            int pivot = pivot(item, pivots, i, n);
            if (pivot < 0) {
                i++;
                if (i == n || pivot(item, pivots, i, n) > 0) {
                    throw foreign(item, pivot, i - 1, n);
                }
            }
        }
    }

    private int pivot(Item item, UncheckedOperand pivots, long i, long n) {
        int pivot = UncheckedAccess.i32(pivots.address(), i);
        if (pivot == 0 || pivot > n || pivot < -n) {
            throw foreign(item, pivot, i, n);
        }
        return pivot;
    }

    private RuntimeException foreign(Item item, int pivot, long i, long n) {
        return unsuitable(item, "has a pivot that linalg.ldl_factor does not make of " + n + " rows: " + pivot + " at " + i);
    }
}
