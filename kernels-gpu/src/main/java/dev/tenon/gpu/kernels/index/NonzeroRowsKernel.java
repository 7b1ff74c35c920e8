package dev.tenon.gpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.Chunks;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.NonzeroRows;
import java.lang.foreign.ValueLayout;

/** The coordinates of all elements that are not zero, in row-major order: every block counts its share, then writes it behind others'. */
public final class NonzeroRowsKernel extends GpuKernel<NonzeroRows> {
    private static final int MOST_DIMS = 32;
    private static final int THREADS = 256;

    @Override
    protected void run(NonzeroRows op, GpuCall call) {
        var operands = new NonzeroRows.Operands(call.operands());
        var out = operands.result();
        var sizes = operands.input().sizes();
        if (sizes.length > MOST_DIMS) {
            throw new IndexException(call.operator() + ": at most " + MOST_DIMS + " dimensions are supported on a GPU, got " + sizes.length
                + "\n  try:   flatten() the tensor");
        }
        if (out.numel() == 0) {
            return;
        }
        var in = call.dense(operands.input());
        var chunks = Chunks.of(call.driver(), 1, in.numel());
        var counts = call.region(DType.INT64, chunks.count());
        call.launch("index/nonzero", "nonzero_count", in.dtype()).in(in).i64(in.numel()).i64(chunks.chunk()).in(counts)
            .grid(chunks.grid(), Dim.of(THREADS), 0);
        var launch = call.launch("index/nonzero", "nonzero_rows", in.dtype()).in(in).i64(in.numel()).i64(chunks.chunk()).in(counts)
            .i64(op.count()).in(out).i32(sizes.length);
        var all = launch.arguments().struct(MOST_DIMS * Long.BYTES);
        for (int d = 0; d < sizes.length; d++) {
            all.setAtIndex(ValueLayout.JAVA_LONG, d, sizes[d]);
        }
        launch.grid(chunks.grid(), Dim.of(THREADS), 0);
    }
}
