package dev.tenon.cpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.Grid;
import dev.tenon.cpu.layout.Indices;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.ScatterReduce;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Layouts;

/** A copy of the input into whose places elements are folded where the index points, in the index's row-major order and on one thread. */
public final class ScatterReduceKernel implements Kernel<ScatterReduce> {
    /** What happens to one pair of an element of the source and a place of the result. */
    @FunctionalInterface
    private interface Pair {
        void run(long source, long place);
    }

    @Override
    public void run(ScatterReduce op, KernelCall call) {
        var operands = new ScatterReduce.Operands(call);
        var in = operands.input();
        var lane = Lane.of(in.dtype());
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try (var original = Dense.read(in, lane.dtype());
            var index = Dense.read(operands.index(), DType.INT64);
            var values = Dense.read(Restrided.leading(operands.src(), operands.index().sizes()), lane.dtype());
            var out = Dense.write(operands.result(), lane.dtype())) {
            UncheckedAccess.copy(original.address(), out.address(), in.numel() * lane.bytes());
            long to = out.address();
            if (!op.includeSelf()) {
                each(op, operands, index.address(), (_, place) -> Folds.start(op.reduce(), lane, to, place));
            }
            each(op, operands, index.address(), (source, place) -> Folds.one(op.reduce(), lane, values.address(), source, to, place));
            if (op.reduce() == ScatterReduce.Reduce.MEAN) {
                long counts = scratch.take(in.numel() * Long.BYTES);
                for (long i = 0; i < in.numel(); i++) {
                    UncheckedAccess.i64(counts, i, op.includeSelf() ? 1 : 0);
                }
                each(op, operands, index.address(),
                    (_, place) -> UncheckedAccess.i64(counts, place, UncheckedAccess.i64(counts, place) + 1));
                Folds.divide(lane, to, counts, in.numel());
            }
        } finally {
            scratch.release(mark);
        }
    }

    private static void each(ScatterReduce op, ScatterReduce.Operands operands, long index, Pair pair) {
        var in = operands.input();
        int dim = Axes.axis(op.dim(), in.rank());
        var strides = Layouts.rowMajor(in.sizes());
        Indices.check(op.descriptor().name(), index, operands.index().numel(), in.rank() == 0 ? 1 : in.sizes()[dim], dim);
        long stride = in.rank() == 0 ? 1 : strides[dim];
        var grid = new Grid(in, operands.index().sizes(), Grid.without(strides, dim));
        grid.run(0, grid.rows(), (i, iStride, other, otherStride, n) -> {
            for (long k = 0; k < n; k++) {
                long at = i + k * iStride;
                pair.run(at, other + k * otherStride + UncheckedAccess.i64(index, at) * stride);
            }
        });
    }
}
