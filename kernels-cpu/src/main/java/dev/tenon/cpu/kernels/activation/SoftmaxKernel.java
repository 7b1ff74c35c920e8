package dev.tenon.cpu.kernels.activation;

import dev.tenon.cpu.reduce.Rows;
import dev.tenon.ops.Softmax;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Softmax along a dimension: subtract the row's maximum first, so that exp never overflows. */
public final class SoftmaxKernel implements Kernel<Softmax> {
    @Override
    public void run(Softmax op, KernelCall call) {
        var operands = new Softmax.Operands(call);
        Rows.unary(operands.input(), operands.result(), op.dim(), (math, in, to, n) -> {
            double sum = math.exp(in, math.max(in, n), to, n);
            math.affine(to, 1 / sum, 0, to, n);
        });
    }
}
