package dev.tenon.gpu.kernels.sort;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.RowOrder;

/** The order of a matrix's rows by their elements from the first on, by merging ever longer runs of ordered rows; stable. */
public final class RowOrderKernel extends GpuKernel<RowOrder> {
    @Override
    protected void run(RowOrder op, GpuCall call) {
        var operands = new RowOrder.Operands(call.operands());
        var in = call.dense(operands.input());
        long rows = in.sizes()[0];
        int passes = Math.max(1, 64 - Long.numberOfLeadingZeros(Math.max(0, rows - 1)));
        var spare = call.region(DType.INT64, rows);
        // The last pass writes the output.
        UncheckedOperand to = passes % 2 == 1 ? operands.result() : spare;
        long from = 0;
        for (int pass = 0; pass < passes; pass++) {
            call.launch("sort/row_order", "row_order", in.dtype()).in(in).pointer(from).in(to).i64(rows).i64(in.sizes()[1]).i64(1L << pass)
                .over(rows);
            from = to.address();
            to = to == spare ? operands.result() : spare;
        }
    }
}
