package dev.tenon.gpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Rows;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.IndexAccumulate;
import dev.tenon.spi.Axes;

/** A copy of the input to whose slices those of the source are added; with zeros it is the gradient of an embedding. */
public final class IndexAccumulateKernel extends GpuKernel<IndexAccumulate> {
    @Override
    protected void run(IndexAccumulate op, GpuCall call) {
        var operands = new IndexAccumulate.Operands(call.operands());
        var rows = Rows.along(operands.input(), op.dim());
        var sums = Sums.begin(call, operands.result()).from(operands.input());
        var index = call.dense(operands.index(), DType.INT64);
        var source = call.dense(operands.source(), sums.dtype());
        call.launch("index/scatter", "index_add", sums.dtype()).in(source).in(index).in(sums.target()).i64(source.numel())
            .i64(index.numel())
            .i64(rows.n()).i64(rows.inner()).i32(Axes.axis(op.dim(), operands.input().rank())).errors(call).over(source.numel());
        sums.end();
    }
}
