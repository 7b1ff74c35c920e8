package dev.tenon.gpu.kernels.matrix;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Mm;

/** The product of two matrices. */
public final class MmKernel extends GpuKernel<Mm> {
    @Override
    protected void run(Mm op, GpuCall call) {
        var operands = new Mm.Operands(call.operands());
        Products.run(call, Matrices.of(operands.input()), Matrices.of(operands.mat2()), operands.result(), false);
    }
}
