package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.ThinQr;

/** QR factorisations of matrices with at least as many rows as columns, by Householder's reflections. */
public final class ThinQrKernel extends MatrixKernel<ThinQr> {
    public ThinQrKernel() {
        super("linalg.qr");
    }

    @Override
    void matrix(ThinQr op, Item item, Scratch scratch) {
        var operands = new ThinQr.Operands(item.call());
        long m = rows(operands.input());
        long n = columns(operands.input());
        long q = operands.q().address();
        long r = operands.r().address();
        if (n == 0) {
            return;
        }
        long scales = scratch.take(n * item.dtype().bytes());
        UncheckedAccess.copy(operands.input().address(), q, m * n * item.dtype().bytes());
        Lapack.geqrf(name(), item.dtype(), m, n, q, n, scales);
        for (long i = 0; i < n; i++) {
            for (long j = 0; j < n; j++) {
                item.put(r, i * n + j, j < i ? 0 : item.get(q, i * n + j));
            }
        }
        Lapack.orgqr(name(), item.dtype(), m, n, n, q, n, scales);
    }
}
