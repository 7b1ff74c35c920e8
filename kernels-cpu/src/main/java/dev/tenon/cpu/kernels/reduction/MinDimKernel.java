package dev.tenon.cpu.kernels.reduction;

import dev.tenon.ops.MinDim;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The smallest elements along a dimension and where they stand. */
public final class MinDimKernel implements Kernel<MinDim> {
    @Override
    public void run(MinDim op, KernelCall call) {
        var operands = new MinDim.Operands(call);
        ExtremeRows.run(operands.input(), operands.values(), operands.indices(), op.dim(), false);
    }
}
