package dev.tenon.gpu.kernels.resample;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Resample;

/** Weighted sums along one dimension. A place that is out of range counts as NaN, and is reported when the host next waits. */
public final class ResampleKernel extends GpuKernel<Resample> {
    @Override
    protected void run(Resample op, GpuCall call) {
        var operands = new Resample.Operands(call.operands());
        Resampling.of(operands.input(), operands.weight(), op.dim()).forward(call, operands.input(), operands.weight(), operands.index(),
            operands.result());
    }
}
