package dev.tenon.cpu.kernels.reduction;

import dev.tenon.ops.Cumsum;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Running sums along one dimension. */
public final class CumsumKernel implements Kernel<Cumsum> {
    @Override
    public void run(Cumsum op, KernelCall call) {
        var operands = new Cumsum.Operands(call);
        Running.run(operands.input(), operands.result(), op.dim(), 0, Double::sum, Long::sum);
    }
}
