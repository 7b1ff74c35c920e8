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
        var operands = new Mm.Operands(call);
        var lane = Lane.of(call.compute());
        if (operands.result().numel() == 0) {
            return;
        }
        if (operands.input().dtype() == lane.dtype() && lane != Lane.I64) {
            MatrixProduct.run(lane, StridedMatrix.of(operands.input()), StridedMatrix.of(operands.mat2()), 0, operands.result().address(),
                false);
            return;
        }
        var sizes = operands.input().sizes();
        long m = sizes[0];
        long k = sizes[1];
        long n = operands.mat2().sizes()[1];
        try (var a = Dense.read(operands.input(), lane.dtype());
            var b = Dense.read(operands.mat2(), lane.dtype());
            var out = Dense.write(operands.result(), lane.dtype())) {
            if (lane == Lane.I64) {
                IntegerProduct.run(a.address(), b.address(), out.address(), m, n, k);
            } else {
                MatrixProduct.run(lane, new StridedMatrix(a.address(), m, k, k, 1), new StridedMatrix(b.address(), k, n, n, 1), 0,
                    out.address(), false);
            }
        }
    }
}
