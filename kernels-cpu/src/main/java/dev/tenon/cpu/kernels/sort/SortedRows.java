package dev.tenon.cpu.kernels.sort;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.spi.KernelCall;

/** Writes the first elements of every row in order, and where in the row they were: what sort and top-k share. */
final class SortedRows {
    private SortedRows() {}

    /** Sorts along {@code dim} and keeps the first {@code keep}. */
    static void run(KernelCall call, long dim, boolean descending, long keep) {
        var lane = Lane.of(call.in(0).dtype());
        var in = Restrided.last(call.in(0), dim);
        long n = in.sizes()[in.sizes().length - 1];
        if (in.numel() == 0 || keep == 0) {
            return;
        }
        try (var source = Dense.read(in, lane.dtype());
            var values = Dense.write(Restrided.last(call.out(0), dim), lane.dtype());
            var indices = Dense.write(Restrided.last(call.out(1), dim), DType.INT64)) {
            Workers.run(in.numel() / n, Math.max(1, Workers.grain(n) / 16), (from, until) -> {
                var order = new RowOrder(in.dtype(), descending, n);
                for (long row = from; row < until; row++) {
                    long p = source.address() + row * n * lane.bytes();
                    order.sort(p);
                    for (int k = 0; k < keep; k++) {
                        int i = order.position(k);
                        Cells.move(lane.bytes(), p, i, values.address(), row * keep + k);
                        RawMemory.i64(indices.address(), row * keep + k, i);
                    }
                }
            });
        }
    }
}
