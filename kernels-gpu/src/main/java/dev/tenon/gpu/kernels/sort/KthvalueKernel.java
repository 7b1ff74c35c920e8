package dev.tenon.gpu.kernels.sort;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Lines;
import dev.tenon.ops.Kthvalue;

/**
 * The k-th smallest element of every row along a dimension. In short rows it is found by selection, of equal elements the same one as on
 * the CPU; longer ones are sorted as far as needed, and of equal elements the one counts that comes so far in a stable order.
 */
public final class KthvalueKernel extends GpuKernel<Kthvalue> {
    /** Rows that one thread looks through. */
    private static final long SHORT = 128;

    @Override
    protected void run(Kthvalue op, GpuCall call) {
        var operands = new Kthvalue.Operands(call.operands());
        if (operands.values().numel() == 0) {
            return;
        }
        var sorted = SortedRows.of(Lines.inRows(call, operands.input(), op.dim(), operands.input().dtype()), false);
        if (sorted.n() > SHORT) {
            sorted.take(sorted.order(op.k()), op.k() - 1, 1, operands.values(), operands.indices());
            return;
        }
        var order = sorted.empty(sorted.n());
        call.launch("sort/sort", "pick", sorted.values().dtype()).in(sorted.values()).in(order.keys()).in(order.places())
            .in(operands.values())
            .in(operands.indices()).i64(sorted.rows()).i32((int) sorted.n()).i32((int) op.k() - 1).over(sorted.rows());
    }
}
