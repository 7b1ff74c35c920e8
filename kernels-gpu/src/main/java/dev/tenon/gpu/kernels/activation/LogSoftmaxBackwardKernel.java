package dev.tenon.gpu.kernels.activation;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.LogSoftmaxBackward;

/** The gradient of log-softmax: {@code g - exp(y) * sum(g)}. */
public final class LogSoftmaxBackwardKernel extends GpuKernel<LogSoftmaxBackward> {
    @Override
    protected void run(LogSoftmaxBackward op, GpuCall call) {
        var operands = new LogSoftmaxBackward.Operands(call.operands());
        SoftmaxRows.run(call, "softmax_backward", op.dim(), true, operands.result(), operands.gradOutput(), operands.output());
    }
}
