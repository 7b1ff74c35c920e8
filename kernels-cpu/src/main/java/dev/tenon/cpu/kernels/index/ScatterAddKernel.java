package dev.tenon.cpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.Grid;
import dev.tenon.cpu.layout.Indices;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.Accumulate;
import dev.tenon.ops.ScatterAdd;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Layouts;

/**
 * A copy of the input to which elements are added where the index points, in the index's row-major order and on one thread,
 * so that sums are always the same.
 */
public final class ScatterAddKernel implements Kernel<ScatterAdd> {
    @Override
    public void run(ScatterAdd op, KernelCall call) {
        var operands = new ScatterAdd.Operands(call);
        var in = operands.input();
        var source = operands.src();
        var lane = Lane.of(in.dtype());
        int dim = Axes.axis(op.dim(), in.rank());
        var strides = Layouts.rowMajor(in.sizes());
        var sizes = operands.index().sizes();
        try (var original = Dense.read(in, lane.dtype());
            var index = Dense.read(operands.index(), DType.INT64);
            var values = Dense.read(Restrided.leading(source, sizes), lane.dtype());
            var out = Dense.write(operands.result(), lane.dtype())) {
            Indices.check(op.descriptor().name(), index.address(), operands.index().numel(), in.rank() == 0 ? 1 : in.sizes()[dim], dim);
            UncheckedAccess.copy(original.address(), out.address(), in.numel() * lane.bytes());
            long stride = in.rank() == 0 ? 1 : strides[dim];
            var grid = new Grid(in, sizes, Grid.without(strides, dim));
            grid.run(0, grid.rows(), (i, iStride, other, otherStride, n) -> {
                for (long k = 0; k < n; k++) {
                    long at = i + k * iStride;
                    Accumulate.one(lane, values.address(), at, out.address(),
                        other + k * otherStride + UncheckedAccess.i64(index.address(), at) * stride);
                }
            });
        }
    }
}
