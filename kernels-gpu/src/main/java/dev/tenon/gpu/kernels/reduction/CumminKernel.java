package dev.tenon.gpu.kernels.reduction;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Cummin;

/** The smallest element so far along a dimension, and where it stands. */
public final class CumminKernel extends GpuKernel<Cummin> {
    @Override
    protected void run(Cummin op, GpuCall call) {
        var operands = new Cummin.Operands(call.operands());
        RunningFold.extremes(call, operands.input(), operands.values(), operands.indices(), false, op.dim());
    }
}
