package dev.tenon.gpu.kernels.reduction;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Cummax;

/** The largest element so far along a dimension, and where it stands. */
public final class CummaxKernel extends GpuKernel<Cummax> {
    @Override
    protected void run(Cummax op, GpuCall call) {
        var operands = new Cummax.Operands(call.operands());
        RunningFold.extremes(call, operands.input(), operands.values(), operands.indices(), true, op.dim());
    }
}
