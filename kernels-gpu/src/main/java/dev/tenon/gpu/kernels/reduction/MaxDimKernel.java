package dev.tenon.gpu.kernels.reduction;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.MaxDim;

/** The largest elements along a dimension and where they stand. */
public final class MaxDimKernel extends GpuKernel<MaxDim> {
    @Override
    protected void run(MaxDim op, GpuCall call) {
        var operands = new MaxDim.Operands(call.operands());
        ExtremeRows.run(call, operands.input(), operands.values(), operands.indices(), op.dim(), true);
    }
}
