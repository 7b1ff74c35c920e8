package dev.tenon.cpu.kernels.matrix;

import dev.tenon.ops.Triu;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The upper triangle of matrices, 0 elsewhere. */
public final class TriuKernel implements Kernel<Triu> {
    @Override
    public void run(Triu op, KernelCall call) {
        var operands = new Triu.Operands(call);
        Triangle.run(operands.input(), operands.result(), (i, j) -> j - i >= op.diagonal());
    }
}
