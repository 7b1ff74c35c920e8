package dev.tenon.cpu.kernels.sort;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Mode;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The most frequent element of every row along a dimension: in order, equal ones stand together, and the longest run wins. */
public final class ModeKernel implements Kernel<Mode> {
    @Override
    public void run(Mode op, KernelCall call) {
        var operands = new Mode.Operands(call);
        var input = Restrided.last(operands.input(), op.dim());
        var lane = Lane.of(operands.input().dtype());
        long n = input.sizes()[input.sizes().length - 1];
        try (var in = Dense.read(input, lane.dtype()); var values = Dense.write(operands.values(), lane.dtype())) {
            long places = operands.indices().address();
            Workers.run(operands.values().numel(), Math.max(1, Workers.grain(n) / 16), (from, until) -> {
                var order = new RowOrder(operands.input().dtype(), false, n);
                for (long row = from; row < until; row++) {
                    long p = in.address() + row * n * lane.bytes();
                    order.sort(p);
                    int place = mostFrequent(order, lane, p, (int) n);
                    Cells.move(lane.bytes(), p, place, values.address(), row);
                    UncheckedAccess.i64(places, row, place);
                }
            });
        }
    }

    /** The last place of the first of the longest runs. */
    private static int mostFrequent(RowOrder order, Lane lane, long p, int n) {
        int best = 0;
        int longest = 0;
        int run = 0;
        for (int i = 0; i < n; i++) {
            run++;
            int place = order.position(i);
            if (i == n - 1 || RowOrder.key(lane, p, place) != RowOrder.key(lane, p, order.position(i + 1))) {
                if (run > longest) {
                    longest = run;
                    best = place;
                }
                run = 0;
            }
        }
        return best;
    }
}
