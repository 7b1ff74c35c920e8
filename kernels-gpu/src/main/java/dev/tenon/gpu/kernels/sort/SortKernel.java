package dev.tenon.gpu.kernels.sort;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Rows;
import dev.tenon.ops.Sort;

/** Sorts along a dimension; always stable. */
public final class SortKernel extends GpuKernel<Sort> {
    @Override
    protected void run(Sort op, GpuCall call) {
        var operands = new Sort.Operands(call.operands());
        SortedRows.run(call, operands.input(), operands.values(), operands.indices(), op.dim(), op.descending(),
            Rows.along(operands.input(), op.dim()).n());
    }
}
