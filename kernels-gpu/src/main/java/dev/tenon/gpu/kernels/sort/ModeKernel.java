package dev.tenon.gpu.kernels.sort;

import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Lines;
import dev.tenon.ops.Mode;

/** The most frequent element of every row along a dimension: in order, equal ones stand together, and the longest run wins. */
public final class ModeKernel extends GpuKernel<Mode> {
    private static final int MOST_BLOCKS = 1 << 20;
    private static final int THREADS = 256;

    @Override
    protected void run(Mode op, GpuCall call) {
        var operands = new Mode.Operands(call.operands());
        if (operands.values().numel() == 0) {
            return;
        }
        var sorted = SortedRows.of(Lines.inRows(call, operands.input(), op.dim(), operands.input().dtype()), false);
        var order = sorted.order(sorted.n());
        call.launch("sort/sort", "most_frequent", operands.input().dtype()).in(sorted.values()).in(order.keys()).in(order.places())
            .in(operands.values())
            .in(operands.indices()).i64(sorted.rows()).i64(sorted.n())
            .grid(Dim.of((int) Math.min(sorted.rows(), MOST_BLOCKS)), Dim.of(sorted.n() > 32 ? THREADS : 32), 0);
    }
}
