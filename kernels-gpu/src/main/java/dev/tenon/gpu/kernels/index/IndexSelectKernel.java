package dev.tenon.gpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Rows;
import dev.tenon.ops.IndexSelect;
import dev.tenon.spi.Axes;

/** Takes whole slices along one dimension; with dimension 0 of a matrix this is an embedding's look-up. */
public final class IndexSelectKernel extends GpuKernel<IndexSelect> {
    @Override
    protected void run(IndexSelect op, GpuCall call) {
        var operands = new IndexSelect.Operands(call.operands());
        var out = operands.result();
        var rows = Rows.along(operands.input(), op.dim());
        if (out.numel() == 0) {
            return;
        }
        var values = call.dense(operands.input());
        var index = call.dense(operands.index(), DType.INT64);
        int bytes = width(rows.inner() * out.dtype().bytes() | values.address() | out.address());
        long inner = rows.inner() * out.dtype().bytes() / bytes;
        long n = out.numel() * out.dtype().bytes() / bytes;
        call.launch("index/index", "select", Copies.carrier(bytes)).in(values).in(index).in(out).i64(n).i64(index.numel()).i64(rows.n())
            .i64(inner).i32(Axes.axis(op.dim(), operands.input().rank())).errors(call).over(n);
    }

    /** The most bytes at once, up to 8, that divide all of these numbers whose bits are joined. */
    private static int width(long joined) {
        return (int) Math.min(8, Long.lowestOneBit(joined));
    }
}
