package dev.tenon.cpu.kernels.matrix;

import dev.tenon.cpu.blas.IntegerProduct;
import dev.tenon.cpu.blas.MatrixProduct;
import dev.tenon.cpu.blas.StridedMatrix;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Mm;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The product of two matrices. */
public final class MmKernel implements Kernel<Mm> {
    @Override
    public void run(Mm op, KernelCall call) {
        var lane = Lane.of(call.compute());
        if (call.out(0).numel() == 0) {
            return;
        }
        if (call.in(0).dtype() == lane.dtype() && lane != Lane.I64) {
            MatrixProduct.run(lane, StridedMatrix.of(call.in(0)), StridedMatrix.of(call.in(1)), 0, call.out(0).address(), false);
            return;
        }
        var sizes = call.in(0).sizes();
        long m = sizes[0];
        long k = sizes[1];
        long n = call.in(1).sizes()[1];
        try (var a = Dense.read(call.in(0), lane.dtype());
            var b = Dense.read(call.in(1), lane.dtype());
            var out = Dense.write(call.out(0), lane.dtype())) {
            if (lane == Lane.I64) {
                IntegerProduct.run(a.address(), b.address(), out.address(), m, n, k);
            } else {
                MatrixProduct.run(lane, new StridedMatrix(a.address(), m, k, k, 1), new StridedMatrix(b.address(), k, n, n, 1), 0,
                    out.address(), false);
            }
        }
    }
}
