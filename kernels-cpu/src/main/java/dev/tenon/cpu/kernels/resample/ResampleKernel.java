package dev.tenon.cpu.kernels.resample;

import dev.tenon.ops.Resample;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Weighted sums along one dimension. */
public final class ResampleKernel implements Kernel<Resample> {
    @Override
    public void run(Resample op, KernelCall call) {
        Resampling.of(call.in(0), call.in(1), op.dim()).forward(op.descriptor().name(), call.in(0), call.in(1), call.in(2), call.out(0));
    }
}
