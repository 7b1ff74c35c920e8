package dev.tenon.gpu.kernels.matrix;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Tril;

/** The lower triangle of matrices, up to and including a diagonal. */
public final class TrilKernel extends GpuKernel<Tril> {
    @Override
    protected void run(Tril op, GpuCall call) {
        var operands = new Tril.Operands(call.operands());
        Triangle.run(call, operands.input(), operands.result(), op.diagonal(), true);
    }
}
