package dev.tenon.cpu.kernels.activation;

import dev.tenon.cpu.reduce.Rows;
import dev.tenon.ops.LogSoftmaxBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The gradient of log-softmax: {@code g - exp(y) * sum(g)}. */
public final class LogSoftmaxBackwardKernel implements Kernel<LogSoftmaxBackward> {
    @Override
    public void run(LogSoftmaxBackward op, KernelCall call) {
        var operands = new LogSoftmaxBackward.Operands(call);
        Rows.binary(operands.gradOutput(), operands.output(), operands.result(), op.dim(), (math, g, y, to, n) -> {
            double sum = math.sum(g, n);
            math.exp(y, 0, to, n);
            math.combine(to, -sum, g, 1, 0, to, n);
        });
    }
}
