package dev.tenon.cpu.kernels.reduction;

import dev.tenon.ops.MaxDim;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The largest elements along a dimension and where they stand. */
public final class MaxDimKernel implements Kernel<MaxDim> {
    @Override
    public void run(MaxDim op, KernelCall call) {
        var operands = new MaxDim.Operands(call);
        ExtremeRows.run(operands.input(), operands.values(), operands.indices(), op.dim(), true);
    }
}
