package dev.tenon.cpu.kernels.reduction;

import dev.tenon.cpu.reduce.Moments;
import dev.tenon.ops.VarMean;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Variance and mean of each row. */
public final class VarMeanKernel implements Kernel<VarMean> {
    @Override
    public void run(VarMean op, KernelCall call) {
        var operands = new VarMean.Operands(call);
        FoldedMoments.run(operands.input(), operands.var(), operands.mean(), op.dim(), op.correction(), Moments::variance);
    }
}
