package dev.tenon.cpu.kernels.reduction;

import dev.tenon.ops.Cummin;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The smallest element so far along a dimension, and where it stands. */
public final class CumminKernel implements Kernel<Cummin> {
    @Override
    public void run(Cummin op, KernelCall call) {
        var operands = new Cummin.Operands(call);
        RunningExtremes.run(operands.input(), operands.values(), operands.indices(), op.dim(), false);
    }
}
