package dev.tenon.cpu.kernels.sort;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;

/** Writes the first elements of every row in order, and where in the row they were: what sort and top-k share. */
final class SortedRows {
    private SortedRows() {}

    /** Sorts {@code whole} along {@code dim} and writes the first {@code keep}, and where they stood. */
    static void run(UncheckedOperand whole, UncheckedOperand firsts, UncheckedOperand places, long dim, boolean descending, long keep) {
        var lane = Lane.of(whole.dtype());
        var in = Restrided.last(whole, dim);
        long n = in.sizes()[in.sizes().length - 1];
        if (in.numel() == 0 || keep == 0) {
            return;
        }
        try (var source = Dense.read(in, lane.dtype());
            var values = Dense.write(Restrided.last(firsts, dim), lane.dtype());
            var indices = Dense.write(Restrided.last(places, dim), DType.INT64)) {
            Workers.run(in.numel() / n, Math.max(1, Workers.grain(n) / 16), (from, until) -> {
                var order = new RowOrder(in.dtype(), descending, n);
                for (long row = from; row < until; row++) {
                    long p = source.address() + row * n * lane.bytes();
                    order.sort(p);
                    for (int k = 0; k < keep; k++) {
                        int i = order.position(k);
                        Cells.move(lane.bytes(), p, i, values.address(), row * keep + k);
                        UncheckedAccess.i64(indices.address(), row * keep + k, i);
                    }
                }
            });
        }
    }
}
