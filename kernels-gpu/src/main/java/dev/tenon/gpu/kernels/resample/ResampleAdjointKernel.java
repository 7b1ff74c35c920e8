package dev.tenon.gpu.kernels.resample;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.ResampleAdjoint;

/** The adjoint of weighted sums along one dimension: every sum's gradient goes back to its terms. */
public final class ResampleAdjointKernel extends GpuKernel<ResampleAdjoint> {
    @Override
    protected void run(ResampleAdjoint op, GpuCall call) {
        var operands = new ResampleAdjoint.Operands(call.operands());
        Resampling.of(operands.result(), operands.weight(), op.dim()).adjoint(call, operands.gradOutput(), operands.weight(),
            operands.index(), operands.result());
    }
}
