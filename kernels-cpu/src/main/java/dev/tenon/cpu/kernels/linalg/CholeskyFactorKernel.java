package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.CholeskyFactor;

/** Cholesky's factors of symmetric positive-definite matrices, with 0 above the diagonal. */
public final class CholeskyFactorKernel extends MatrixKernel<CholeskyFactor> {
    public CholeskyFactorKernel() {
        super("linalg.cholesky");
    }

    @Override
    void matrix(CholeskyFactor op, Item item, Scratch scratch) {
        var operands = new CholeskyFactor.Operands(item.call());
        long n = columns(operands.input());
        long factor = operands.factor().address();
        UncheckedAccess.i32(operands.info().address(), 0, 0);
        if (n == 0) {
            return;
        }
        UncheckedAccess.copy(operands.input().address(), factor, n * n * item.dtype().bytes());
        int order = Lapack.potrf(name(), item.dtype(), n, factor);
        // OpenBLAS does not notice a pivot that is NaN.
        for (int i = 0; order == 0 && i < n; i++) {
            order = Double.isNaN(item.get(factor, i * n + i)) ? i + 1 : 0;
        }
        if (order > 0 && op.checkErrors()) {
            throw unsuitable(item, "is not positive-definite: its leading minor of order " + order + " is not positive");
        }
        UncheckedAccess.i32(operands.info().address(), 0, order);
        for (long i = 0; i < n - 1; i++) {
            UncheckedAccess.fill(factor + (i * n + i + 1) * item.dtype().bytes(), (n - 1 - i) * item.dtype().bytes(), (byte) 0);
        }
    }
}
