package dev.tenon.cpu.kernels.reduction;

import dev.tenon.cpu.reduce.Moments;
import dev.tenon.ops.StdMean;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Standard deviation and mean of each row; the deviation may be within the range where the variance is not. */
public final class StdMeanKernel implements Kernel<StdMean> {
    @Override
    public void run(StdMean op, KernelCall call) {
        var operands = new StdMean.Operands(call);
        FoldedMoments.run(operands.input(), operands.std(), operands.mean(), op.dim(), op.correction(), Moments::deviation);
    }
}
