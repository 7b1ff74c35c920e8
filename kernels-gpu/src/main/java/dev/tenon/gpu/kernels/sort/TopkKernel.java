package dev.tenon.gpu.kernels.sort;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Topk;

/** The k largest or smallest elements along a dimension, in order; of equal ones the first. */
public final class TopkKernel extends GpuKernel<Topk> {
    @Override
    protected void run(Topk op, GpuCall call) {
        var operands = new Topk.Operands(call.operands());
        SortedRows.run(call, operands.input(), operands.values(), operands.indices(), op.dim(), op.largest(), op.k());
    }
}
