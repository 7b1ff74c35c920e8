package dev.tenon.cpu.kernels.matrix;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.blas.IntegerProduct;
import dev.tenon.cpu.blas.MatrixProduct;
import dev.tenon.cpu.blas.StridedMatrix;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Bmm;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Products of matrices in batches: many small ones side by side, few large ones each on all threads. */
public final class BmmKernel implements Kernel<Bmm> {
    private static final long MANY = 16;
    private static final double LARGE = 1 << 23;
    private static final double GRAIN = 1 << 18;

    @Override
    public void run(Bmm op, KernelCall call) {
        var operands = new Bmm.Operands(call);
        var lane = Lane.of(call.compute());
        if (operands.result().numel() == 0) {
            return;
        }
        if (isReady(operands.input(), lane) && isReady(operands.mat2(), lane)) {
            products(lane, operands.input(), operands.mat2(), operands.result().address());
            return;
        }
        try (var a = Dense.read(operands.input(), lane.dtype());
            var b = Dense.read(operands.mat2(), lane.dtype());
            var out = Dense.write(operands.result(), lane.dtype())) {
            products(lane, Region.contiguous(lane.dtype(), operands.input().sizes(), a.address()),
                Region.contiguous(lane.dtype(), operands.mat2().sizes(), b.address()), out.address());
        }
    }

    private static boolean isReady(UncheckedOperand operand, Lane lane) {
        return operand.dtype() == lane.dtype() && (lane == Lane.I64 ? operand.isContiguous() : StridedMatrix.of(operand).isForBlas());
    }

    private static void products(Lane lane, UncheckedOperand a, UncheckedOperand b, long out) {
        var left = StridedMatrix.of(a);
        var right = StridedMatrix.of(b);
        long batch = a.sizes()[0];
        double work = (double) left.rows() * left.columns() * right.columns();
        boolean sideBySide = batch >= MANY || work < LARGE;
        long grain = sideBySide ? (long) Math.max(1, GRAIN / Math.max(1, work)) : batch;
        Workers.run(batch, grain, (from, to) -> {
            for (long i = from; i < to; i++) {
                long first = left.address() + i * a.strides()[0] * lane.bytes();
                long second = right.address() + i * b.strides()[0] * lane.bytes();
                long target = out + i * left.rows() * right.columns() * lane.bytes();
                if (lane == Lane.I64) {
                    IntegerProduct.run(first, second, target, left.rows(), right.columns(), left.columns());
                } else {
                    MatrixProduct.run(lane, left.at(first), right.at(second), 0, target, sideBySide);
                }
            }
        });
    }
}
