package dev.tenon.cpu.kernels.activation;

import dev.tenon.cpu.reduce.Rows;
import dev.tenon.ops.SoftmaxBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The gradient of softmax: {@code y * (g - sum(g * y))}. */
public final class SoftmaxBackwardKernel implements Kernel<SoftmaxBackward> {
    @Override
    public void run(SoftmaxBackward op, KernelCall call) {
        var operands = new SoftmaxBackward.Operands(call);
        Rows.binary(operands.gradOutput(), operands.output(), operands.result(), op.dim(),
            (math, g, y, to, n) -> math.softmaxBackward(g, y, math.dot(g, y, 0, n), to, n));
    }
}
