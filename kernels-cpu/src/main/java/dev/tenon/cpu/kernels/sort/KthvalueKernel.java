package dev.tenon.cpu.kernels.sort;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Kthvalue;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The k-th smallest element of every row along a dimension, by Hoare's selection; of equal elements the same one as PyTorch's. */
public final class KthvalueKernel implements Kernel<Kthvalue> {
    @Override
    public void run(Kthvalue op, KernelCall call) {
        var operands = new Kthvalue.Operands(call);
        var input = Restrided.last(operands.input(), op.dim());
        var lane = Lane.of(operands.input().dtype());
        int n = Math.toIntExact(input.sizes()[input.sizes().length - 1]);
        try (var in = Dense.read(input, lane.dtype()); var values = Dense.write(operands.values(), lane.dtype())) {
            long places = operands.indices().address();
            Workers.run(operands.values().numel(), Workers.grain(n), (from, until) -> {
                var selection = new Selection(n);
                for (long row = from; row < until; row++) {
                    long p = in.address() + row * n * lane.bytes();
                    int place = selection.run(lane, p, (int) op.k() - 1);
                    Cells.move(lane.bytes(), p, place, values.address(), row);
                    UncheckedAccess.i64(places, row, place);
                }
            });
        }
    }
}
