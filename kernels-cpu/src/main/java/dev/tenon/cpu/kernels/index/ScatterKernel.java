package dev.tenon.cpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.layout.Grid;
import dev.tenon.cpu.layout.Indices;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Scatter;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Layouts;

/**
 * A copy of the input with elements replaced where the index points. One thread, because the last of several writes
 * to one place must win.
 */
public final class ScatterKernel implements Kernel<Scatter> {
    @Override
    public void run(Scatter op, KernelCall call) {
        var operands = new Scatter.Operands(call);
        var in = operands.input();
        var source = operands.src();
        int bytes = in.dtype().bytes();
        int dim = Axes.axis(op.dim(), in.rank());
        var strides = Layouts.rowMajor(in.sizes());
        var sizes = operands.index().sizes();
        try (var original = Dense.read(in, in.dtype());
            var index = Dense.read(operands.index(), DType.INT64);
            var values = Dense.read(Restrided.leading(source, sizes), source.dtype());
            var out = Dense.write(operands.result(), in.dtype())) {
            Indices.check(op.descriptor().name(), index.address(), operands.index().numel(), in.rank() == 0 ? 1 : in.sizes()[dim], dim);
            UncheckedAccess.copy(original.address(), out.address(), in.numel() * bytes);
            long stride = in.rank() == 0 ? 1 : strides[dim];
            var grid = new Grid(in, sizes, Grid.without(strides, dim));
            grid.run(0, grid.rows(), (i, iStride, other, otherStride, n) -> {
                for (long k = 0; k < n; k++) {
                    long at = i + k * iStride;
                    Cells.move(bytes, values.address(), at, out.address(),
                        other + k * otherStride + UncheckedAccess.i64(index.address(), at) * stride);
                }
            });
        }
    }
}
