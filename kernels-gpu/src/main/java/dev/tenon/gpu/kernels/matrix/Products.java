package dev.tenon.gpu.kernels.matrix;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.driver.Gemm;
import dev.tenon.gpu.launch.GpuCall;

/** Queues products of matrices in any layout. */
final class Products {
    /** The side of the square of the result that a block computes. */
    private static final int TILE = 16;
    private static final int MOST_BLOCKS = 1 << 20;

    private Products() {}

    /** Queues {@code out = a · b}, or {@code out += a · b}; {@code out} is row-major. */
    static void run(GpuCall call, Matrices a, Matrices b, UncheckedOperand out, boolean adds) {
        if (out.numel() == 0) {
            return;
        }
        if (a.columns() == 0) {
            if (!adds) {
                call.zero(out);
            }
        } else if (out.dtype().isFloating()) {
            call.gemm(gemm(a.forBlas(call), b.forBlas(call), out, adds ? 1 : 0));
        } else {
            integers(call, a, b, out, adds);
        }
    }

    private static Gemm gemm(Matrices a, Matrices b, UncheckedOperand out, double beta) {
        long m = a.rows();
        long n = b.columns();
        return new Gemm(out.dtype(), !a.isPlain(), !b.isPlain(), m, n, a.columns(), 1, a.address(), a.pitch(), a.apart(), b.address(),
            b.pitch(), b.apart(), beta, out.address(), n, m * n, a.batch());
    }

    private static void integers(GpuCall call, Matrices a, Matrices b, UncheckedOperand out, boolean adds) {
        long tiles = Math.ceilDiv(a.rows(), (long) TILE) * Math.ceilDiv(b.columns(), (long) TILE) * a.batch();
        call.launch("matrix/product", "product", out.dtype()).in(a.operand()).i64(a.apart()).i64(a.down()).i64(a.across()).in(b.operand())
            .i64(b.apart()).i64(b.down()).i64(b.across()).in(out).i64(a.batch()).i64(a.rows()).i64(b.columns()).i64(a.columns()).flag(adds)
            .grid(Dim.of((int) Math.min(tiles, MOST_BLOCKS)), Dim.of(TILE, TILE), 0);
    }
}
