package dev.tenon.cpu.kernels.reduction;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;

/** The extreme element of every row along a dimension, and where it stands: the first of equal ones, and a NaN before everything. */
final class ExtremeRows {
    /** So many elements are widened at once. */
    private static final long PIECE = 1 << 22;

    private ExtremeRows() {}

    /** Writes the extremes of {@code whole} along a dimension, and where they stand. */
    static void run(UncheckedOperand whole, UncheckedOperand extremes, UncheckedOperand indices, long dim, boolean largest) {
        var input = Restrided.last(whole, dim);
        var lane = Lane.of(whole.dtype());
        long n = input.sizes()[input.sizes().length - 1];
        try (var values = Dense.write(extremes, lane.dtype())) {
            long places = indices.address();
            if (input.dtype() == lane.dtype() || input.numel() <= PIECE) {
                rows(input, lane, extremes.numel(), n, values.address(), places, largest);
                return;
            }
            // Wider elements of a large tensor may be more than memory holds, so there is never more of them than a piece.
            try (var plain = Dense.read(input, input.dtype())) {
                long together = Math.max(1, PIECE / n);
                for (long row = 0; row < extremes.numel(); row += together) {
                    long count = Math.min(together, extremes.numel() - row);
                    long at = plain.address() + row * n * input.dtype().bytes();
                    if (n <= PIECE) {
                        rows(Region.contiguous(input.dtype(), new long[] {count, n}, at), lane, count, n,
                            values.address() + row * lane.bytes(), places + row * Long.BYTES, largest);
                    } else {
                        longRow(Region.contiguous(input.dtype(), new long[] {n}, at), lane, values.address() + row * lane.bytes(),
                            places + row * Long.BYTES, largest);
                    }
                }
            }
        }
    }

    private static void rows(UncheckedOperand input, Lane lane, long count, long n, long to, long places, boolean largest) {
        try (var in = Dense.read(input, lane.dtype())) {
            long from = in.address();
            Workers.run(count, Workers.grain(n), (first, last) -> {
                for (long row = first; row < last; row++) {
                    long at = from + row * n * lane.bytes();
                    long best = best(lane, at, n, largest);
                    Cells.move(lane.bytes(), at, best, to, row);
                    UncheckedAccess.i64(places, row, best);
                }
            });
        }
    }

    /** Piece by piece; of equal ones the first piece's stays. */
    private static void longRow(Region row, Lane lane, long to, long place, boolean largest) {
        long n = row.sizes()[0];
        for (long start = 0; start < n; start += PIECE) {
            long count = Math.min(PIECE, n - start);
            var piece = Region.of(row, new long[] {count}, new long[] {1}, start);
            try (var in = Dense.read(piece, lane.dtype())) {
                long best = best(lane, in.address(), count, largest);
                if (start == 0 || isBetter(lane, in.address(), best, to, largest)) {
                    Cells.move(lane.bytes(), in.address(), best, to, 0);
                    UncheckedAccess.i64(place, 0, start + best);
                }
            }
        }
    }

    private static boolean isBetter(Lane lane, long at, long i, long than, boolean largest) {
        if (lane == Lane.I64) {
            return largest ? UncheckedAccess.i64(at, i) > UncheckedAccess.i64(than, 0)
                : UncheckedAccess.i64(at, i) < UncheckedAccess.i64(than, 0);
        }
        double value = element(lane, at, i);
        double old = element(lane, than, 0);
        return !Double.isNaN(old) && (Double.isNaN(value) || (largest ? value > old : value < old));
    }

    private static long best(Lane lane, long at, long n, boolean largest) {
        return lane == Lane.I64 ? bestLong(at, n, largest) : bestFloating(lane, at, n, largest);
    }

    private static long bestLong(long at, long n, boolean largest) {
        long best = 0;
        for (long i = 1; i < n; i++) {
            long value = UncheckedAccess.i64(at, i);
            long found = UncheckedAccess.i64(at, best);
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
        return lane == Lane.F32 ? UncheckedAccess.f32(at, i) : UncheckedAccess.f64(at, i);
    }
}
