package dev.tenon.gpu.kernels.shape;

import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Cast;

/** A row-major copy in another dtype. */
public final class CastKernel extends GpuKernel<Cast> {
    @Override
    protected void run(Cast op, GpuCall call) {
        Copies.copy(call, call.in(0), call.out(0));
    }
}
