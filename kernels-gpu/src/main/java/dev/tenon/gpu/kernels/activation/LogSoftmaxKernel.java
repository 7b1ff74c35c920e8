package dev.tenon.gpu.kernels.activation;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.LogSoftmax;

/** Log-softmax along a dimension. */
public final class LogSoftmaxKernel extends GpuKernel<LogSoftmax> {
    @Override
    protected void run(LogSoftmax op, GpuCall call) {
        var operands = new LogSoftmax.Operands(call.operands());
        SoftmaxRows.run(call, "softmax", op.dim(), true, operands.result(), operands.input());
    }
}
