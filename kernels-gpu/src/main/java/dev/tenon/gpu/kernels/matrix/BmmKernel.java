package dev.tenon.gpu.kernels.matrix;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Bmm;

/** Products of matrices in batches. */
public final class BmmKernel extends GpuKernel<Bmm> {
    @Override
    protected void run(Bmm op, GpuCall call) {
        var operands = new Bmm.Operands(call.operands());
        Products.run(call, Matrices.of(operands.input()), Matrices.of(operands.mat2()), operands.result(), false);
    }
}
