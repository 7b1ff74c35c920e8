package dev.tenon.gpu.kernels.reduction;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.VarMean;

/** Variance and mean of each row. */
public final class VarMeanKernel extends GpuKernel<VarMean> {
    @Override
    protected void run(VarMean op, GpuCall call) {
        var operands = new VarMean.Operands(call.operands());
        FoldedMoments.run(call, operands.input(), operands.var(), operands.mean(), op.dim(), op.correction(), false);
    }
}
