package dev.tenon.cpu.kernels.matrix;

import dev.tenon.ops.Tril;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The lower triangle of matrices, 0 elsewhere. */
public final class TrilKernel implements Kernel<Tril> {
    @Override
    public void run(Tril op, KernelCall call) {
        var operands = new Tril.Operands(call);
        Triangle.run(operands.input(), operands.result(), (i, j) -> j - i <= op.diagonal());
    }
}
