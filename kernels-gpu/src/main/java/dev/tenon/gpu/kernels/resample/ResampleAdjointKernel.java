package dev.tenon.gpu.kernels.resample;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.ResampleAdjoint;

/** The adjoint of weighted sums along one dimension: every sum's gradient goes back to its terms. */
public final class ResampleAdjointKernel extends GpuKernel<ResampleAdjoint> {
    @Override
    protected void run(ResampleAdjoint op, GpuCall call) {
        Resampling.of(call.out(0), call.in(1), op.dim()).adjoint(call);
    }
}
