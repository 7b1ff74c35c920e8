package dev.tenon.gpu.kernels.matrix;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Bmm;

/** Products of matrices in batches. */
public final class BmmKernel extends GpuKernel<Bmm> {
    @Override
    protected void run(Bmm op, GpuCall call) {
        Products.run(call, Matrices.of(call.in(0)), Matrices.of(call.in(1)), call.out(0), false);
    }
}
