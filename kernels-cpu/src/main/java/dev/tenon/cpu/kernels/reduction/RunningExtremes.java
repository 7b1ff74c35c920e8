package dev.tenon.cpu.kernels.reduction;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;

/** The extreme element so far along a dimension, and where it stands: the last of equal ones, and a NaN before everything. */
final class RunningExtremes {
    private RunningExtremes() {}

    /** Writes the extremes so far of {@code whole} along a dimension, and where they stand. */
    static void run(UncheckedOperand whole, UncheckedOperand extremes, UncheckedOperand indices, long dim, boolean largest) {
        var input = Restrided.last(whole, dim);
        var lane = Lane.of(whole.dtype());
        long n = input.sizes()[input.sizes().length - 1];
        if (input.numel() == 0) {
            return;
        }
        try (var in = Dense.read(input, lane.dtype());
            var values = Dense.write(Restrided.last(extremes, dim), lane.dtype());
            var places = Dense.write(Restrided.last(indices, dim), DType.INT64)) {
            Workers.run(input.numel() / n, Workers.grain(n), (from, until) -> {
                for (long row = from; row < until; row++) {
                    long start = row * n;
                    long p = in.address() + start * lane.bytes();
                    long best = 0;
                    for (long i = 0; i < n; i++) {
                        best = replaces(lane, p, i, best, largest) ? i : best;
                        Cells.move(lane.bytes(), p, best, values.address(), start + i);
                        UncheckedAccess.i64(places.address(), start + i, best);
                    }
                }
            });
        }
    }

    private static boolean replaces(Lane lane, long p, long i, long best, boolean largest) {
        if (lane == Lane.I64) {
            return largest ? UncheckedAccess.i64(p, i) >= UncheckedAccess.i64(p, best)
                : UncheckedAccess.i64(p, i) <= UncheckedAccess.i64(p, best);
        }
        double value = lane == Lane.F32 ? UncheckedAccess.f32(p, i) : UncheckedAccess.f64(p, i);
        double found = lane == Lane.F32 ? UncheckedAccess.f32(p, best) : UncheckedAccess.f64(p, best);
        return Double.isNaN(value) || (largest ? value >= found : value <= found);
    }
}
