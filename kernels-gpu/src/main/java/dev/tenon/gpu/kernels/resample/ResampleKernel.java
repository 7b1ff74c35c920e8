package dev.tenon.gpu.kernels.resample;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Resample;

/** Weighted sums along one dimension. A place that is out of range counts as NaN, and is reported when the host next waits. */
public final class ResampleKernel extends GpuKernel<Resample> {
    @Override
    protected void run(Resample op, GpuCall call) {
        Resampling.of(call.in(0), call.in(1), op.dim()).forward(call);
    }
}
