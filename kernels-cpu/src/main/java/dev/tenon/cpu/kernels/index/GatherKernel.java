package dev.tenon.cpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.layout.Grid;
import dev.tenon.cpu.layout.Indices;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Gather;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Takes, for every position of the index, the element whose coordinate along one dimension is the index there. */
public final class GatherKernel implements Kernel<Gather> {
    @Override
    public void run(Gather op, KernelCall call) {
        var operands = new Gather.Operands(call);
        var in = operands.input();
        int bytes = in.dtype().bytes();
        int dim = Axes.axis(op.dim(), in.rank());
        long size = in.rank() == 0 ? 1 : in.sizes()[dim];
        long stride = in.rank() == 0 ? 1 : in.strides()[dim];
        try (var index = Dense.read(operands.index(), DType.INT64); var out = Dense.write(operands.result(), in.dtype())) {
            Indices.check(op.descriptor().name(), index.address(), operands.index().numel(), size, dim);
            var grid = new Grid(in, operands.index().sizes(), Grid.without(in.strides(), dim));
            long from = in.address();
            Workers.run(grid.rows(), grid.grain(), (first, last) -> grid.run(first, last, (i, iStride, other, otherStride, n) -> {
                for (long k = 0; k < n; k++) {
                    long at = i + k * iStride;
                    Cells.move(bytes, from, other + k * otherStride + UncheckedAccess.i64(index.address(), at) * stride, out.address(), at);
                }
            }));
        }
    }
}
