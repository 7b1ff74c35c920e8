package dev.tenon.cpu;

import dev.tenon.spi.KernelCall;

/** The extreme element of every row along a dimension, and where it stands: the first of equal ones, and a NaN before everything. */
final class ExtremeRows {
    private ExtremeRows() {}

    static void run(KernelCall call, long dim, boolean largest) {
        var input = Restrided.last(call.in(0), dim);
        var lane = Lane.of(call.in(0).dtype());
        long n = input.sizes()[input.sizes().length - 1];
        try (var in = Dense.read(input, lane.dtype()); var values = Dense.write(call.out(0), lane.dtype())) {
            long from = in.address();
            long to = values.address();
            long places = call.out(1).address();
            Workers.run(call.out(0).numel(), Rows.grain(n), (first, last) -> {
                for (long row = first; row < last; row++) {
                    long at = from + row * n * lane.bytes();
                    long best = lane == Lane.I64 ? bestLong(at, n, largest) : bestFloating(lane, at, n, largest);
                    Cells.move(lane.bytes(), at, best, to, row);
                    Mem.i64(places, row, best);
                }
            });
        }
    }

    private static long bestLong(long at, long n, boolean largest) {
        long best = 0;
        for (long i = 1; i < n; i++) {
            long value = Mem.i64(at, i);
            long found = Mem.i64(at, best);
            if (largest ? value > found : value < found) {
                best = i;
            }
        }
        return best;
    }

    private static long bestFloating(Lane lane, long at, long n, boolean largest) {
        long best = 0;
        double found = element(lane, at, 0);
        for (long i = 1; i < n && !Double.isNaN(found); i++) {
            double value = element(lane, at, i);
            if (Double.isNaN(value) || (largest ? value > found : value < found)) {
                best = i;
                found = value;
            }
        }
        return best;
    }

    private static double element(Lane lane, long at, long i) {
        return lane == Lane.F32 ? Mem.f32(at, i) : Mem.f64(at, i);
    }
}
