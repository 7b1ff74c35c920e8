package dev.tenon.cpu.kernels.sort;

import dev.tenon.ops.Topk;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The k largest or smallest elements along a dimension, in order; of equal ones the first. */
public final class TopkKernel implements Kernel<Topk> {
    @Override
    public void run(Topk op, KernelCall call) {
        var operands = new Topk.Operands(call);
        SortedRows.run(operands.input(), operands.values(), operands.indices(), op.dim(), op.largest(), op.k());
    }
}
