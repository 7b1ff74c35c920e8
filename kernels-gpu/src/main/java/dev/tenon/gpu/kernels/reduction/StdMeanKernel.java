package dev.tenon.gpu.kernels.reduction;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.StdMean;

/** Standard deviation and mean of each row; the deviation may be within the range where the variance is not. */
public final class StdMeanKernel extends GpuKernel<StdMean> {
    @Override
    protected void run(StdMean op, GpuCall call) {
        var operands = new StdMean.Operands(call.operands());
        FoldedMoments.run(call, operands.input(), operands.std(), operands.mean(), op.dim(), op.correction(), true);
    }
}
