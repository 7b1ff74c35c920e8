package dev.tenon.cpu.kernels.sort;

import dev.tenon.cpu.layout.Restrided;
import dev.tenon.ops.Sort;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Sorts along a dimension; always stable. */
public final class SortKernel implements Kernel<Sort> {
    @Override
    public void run(Sort op, KernelCall call) {
        var operands = new Sort.Operands(call);
        var in = Restrided.last(operands.input(), op.dim());
        SortedRows.run(operands.input(), operands.values(), operands.indices(), op.dim(), op.descending(),
            in.sizes()[in.sizes().length - 1]);
    }
}
