package dev.tenon.cpu.kernels.resample;

import dev.tenon.ops.ResampleAdjoint;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The adjoint of weighted sums along one dimension: every sum's gradient goes back to its terms. */
public final class ResampleAdjointKernel implements Kernel<ResampleAdjoint> {
    @Override
    public void run(ResampleAdjoint op, KernelCall call) {
        Resampling.of(call.out(0), call.in(1), op.dim()).adjoint(op.descriptor().name(), call.in(0), call.in(1), call.in(2), call.out(0));
    }
}
