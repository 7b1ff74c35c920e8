package dev.tenon.gpu.kernels.reduction;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.MinDim;

/** The smallest elements along a dimension and where they stand. */
public final class MinDimKernel extends GpuKernel<MinDim> {
    @Override
    protected void run(MinDim op, GpuCall call) {
        var operands = new MinDim.Operands(call.operands());
        ExtremeRows.run(call, operands.input(), operands.values(), operands.indices(), op.dim(), false);
    }
}
