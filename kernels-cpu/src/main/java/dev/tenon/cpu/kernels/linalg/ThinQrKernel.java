package dev.tenon.cpu.kernels.linalg;

import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.ops.ThinQr;

/** QR factorisations of matrices with at least as many rows as columns, by Householder's reflections. */
public final class ThinQrKernel extends MatrixKernel<ThinQr> {
    public ThinQrKernel() {
        super("linalg.qr");
    }

    @Override
    void matrix(ThinQr op, Item item, Scratch scratch) {
        long m = item.rows(0);
        long n = item.columns(0);
        if (n == 0) {
            return;
        }
        long scales = scratch.take(n * item.dtype().bytes());
        RawMemory.copy(item.in(0), item.out(0), m * n * item.dtype().bytes());
        Lapack.geqrf(name(), item.dtype(), m, n, item.out(0), n, scales);
        for (long i = 0; i < n; i++) {
            for (long j = 0; j < n; j++) {
                item.put(item.out(1), i * n + j, j < i ? 0 : item.get(item.out(0), i * n + j));
            }
        }
        Lapack.orgqr(name(), item.dtype(), m, n, n, item.out(0), n, scales);
    }
}
