package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.OrthogonalComplement;

/** What the reflections that make some orthonormal columns make of the other unit vectors. */
public final class OrthogonalComplementKernel extends MatrixKernel<OrthogonalComplement> {
    public OrthogonalComplementKernel() {
        super("linalg.qr");
    }

    @Override
    void matrix(OrthogonalComplement op, Item item, Scratch scratch) {
        var operands = new OrthogonalComplement.Operands(item.call());
        long m = rows(operands.input());
        long k = columns(operands.input());
        if (m == k) {
            return;
        }
        int bytes = item.dtype().bytes();
        long input = operands.input().address();
        long complement = operands.result().address();
        long basis = scratch.take(m * m * bytes);
        long scales = scratch.take(m * bytes);
        for (long i = 0; i < m; i++) {
            UncheckedAccess.copy(input + i * k * bytes, basis + i * m * bytes, k * bytes);
        }
        if (k > 0) {
            Lapack.geqrf(name(), item.dtype(), m, k, basis, m, scales);
        }
        Lapack.orgqr(name(), item.dtype(), m, m, k, basis, m, scales);
        for (long i = 0; i < m; i++) {
            UncheckedAccess.copy(basis + (i * m + k) * bytes, complement + i * (m - k) * bytes, (m - k) * bytes);
        }
    }
}
