package dev.tenon.gpu.kernels.activation;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Softmax;

/** Softmax along a dimension: subtract the row's maximum first, so that exp never overflows. */
public final class SoftmaxKernel extends GpuKernel<Softmax> {
    @Override
    protected void run(Softmax op, GpuCall call) {
        var operands = new Softmax.Operands(call.operands());
        SoftmaxRows.run(call, "softmax", op.dim(), false, operands.result(), operands.input());
    }
}
