package dev.tenon.cpu.kernels.activation;

import dev.tenon.cpu.reduce.Rows;
import dev.tenon.ops.LogSoftmax;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/**
 * Log-softmax along a dimension. The maximum and the logarithm are subtracted one after the other: their sum would lose
 * the smaller one's digits.
 */
public final class LogSoftmaxKernel implements Kernel<LogSoftmax> {
    @Override
    public void run(LogSoftmax op, KernelCall call) {
        var operands = new LogSoftmax.Operands(call);
        Rows.unary(operands.input(), operands.result(), op.dim(), (math, in, to, n) -> {
            double max = math.max(in, n);
            double sum = math.exp(in, max, to, n);
            math.affine(in, 1, -max, to, n);
            math.affine(to, 1, -Math.log(sum), to, n);
        });
    }
}
