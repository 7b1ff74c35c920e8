package dev.tenon.cpu.kernels.resample;

import dev.tenon.ops.ResampleAdjoint;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The adjoint of weighted sums along one dimension: every sum's gradient goes back to its terms. */
public final class ResampleAdjointKernel implements Kernel<ResampleAdjoint> {
    @Override
    public void run(ResampleAdjoint op, KernelCall call) {
        var operands = new ResampleAdjoint.Operands(call);
        Resampling.of(operands.result(), operands.weight(), op.dim()).adjoint(op.descriptor().name(), operands.gradOutput(),
            operands.weight(), operands.index(), operands.result());
    }
}
