package dev.tenon.cpu.kernels.reduction;

import dev.tenon.ops.Cumprod;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Running products along one dimension. */
public final class CumprodKernel implements Kernel<Cumprod> {
    @Override
    public void run(Cumprod op, KernelCall call) {
        var operands = new Cumprod.Operands(call);
        Running.run(operands.input(), operands.result(), op.dim(), 1, (a, b) -> a * b, (a, b) -> a * b);
    }
}
