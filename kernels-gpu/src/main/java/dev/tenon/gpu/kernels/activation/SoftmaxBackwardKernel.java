package dev.tenon.gpu.kernels.activation;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.SoftmaxBackward;

/** The gradient of softmax: {@code y * (g - sum(g * y))}. */
public final class SoftmaxBackwardKernel extends GpuKernel<SoftmaxBackward> {
    @Override
    protected void run(SoftmaxBackward op, GpuCall call) {
        var operands = new SoftmaxBackward.Operands(call.operands());
        SoftmaxRows.run(call, "softmax_backward", op.dim(), false, operands.result(), operands.gradOutput(), operands.output());
    }
}
