package dev.tenon.gpu.kernels.matrix;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Mm;

/** The product of two matrices. */
public final class MmKernel extends GpuKernel<Mm> {
    @Override
    protected void run(Mm op, GpuCall call) {
        Products.run(call, Matrices.of(call.in(0)), Matrices.of(call.in(1)), call.out(0), false);
    }
}
