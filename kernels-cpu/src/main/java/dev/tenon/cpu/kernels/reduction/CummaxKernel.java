package dev.tenon.cpu.kernels.reduction;

import dev.tenon.ops.Cummax;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The largest element so far along a dimension, and where it stands. */
public final class CummaxKernel implements Kernel<Cummax> {
    @Override
    public void run(Cummax op, KernelCall call) {
        var operands = new Cummax.Operands(call);
        RunningExtremes.run(operands.input(), operands.values(), operands.indices(), op.dim(), true);
    }
}
