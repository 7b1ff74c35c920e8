package dev.tenon.cpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.layout.Indices;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.IndexSelect;
import dev.tenon.spi.Axis;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Takes whole slices along one dimension; with dimension 0 of a matrix this is an embedding's look-up. */
public final class IndexSelectKernel implements Kernel<IndexSelect> {
    private static final long GRAIN_BYTES = 1 << 16;

    @Override
    public void run(IndexSelect op, KernelCall call) {
        var operands = new IndexSelect.Operands(call);
        var in = operands.input();
        var axis = Axis.of(in.sizes(), op.dim());
        long count = operands.index().numel();
        long bytes = axis.inner() * in.dtype().bytes();
        try (var values = Dense.read(in, in.dtype());
            var index = Dense.read(operands.index(), DType.INT64);
            var out = Dense.write(operands.result(), in.dtype())) {
            Indices.check(op.descriptor().name(), index.address(), count, axis.size(), axis.dim());
            if (bytes == 0) {
                return;
            }
            Workers.run(axis.outer() * count, Math.max(1, GRAIN_BYTES / bytes), (from, until) -> {
                for (long i = from; i < until; i++) {
                    long slice = i / count * axis.size() + UncheckedAccess.i64(index.address(), i % count);
                    Cells.copy(values.address() + slice * bytes, out.address() + i * bytes, bytes);
                }
            });
        }
    }
}
