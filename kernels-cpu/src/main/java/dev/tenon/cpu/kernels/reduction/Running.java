package dev.tenon.cpu.kernels.reduction;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.spi.Axis;

/** Running folds along one dimension. Floats are carried in double, so that a long row loses nothing. */
final class Running {
    /** One step over doubles. */
    @FunctionalInterface
    interface Doubles {
        double next(double carried, double value);
    }

    /** One step over longs. */
    @FunctionalInterface
    interface Longs {
        long next(long carried, long value);
    }

    private Running() {}

    /** Over floating elements alone. */
    static void run(UncheckedOperand input, UncheckedOperand output, long dim, double start, Doubles doubles) {
        run(input, output, dim, start, 0, doubles, (_, value) -> value);
    }

    static void run(UncheckedOperand input, UncheckedOperand output, long dim, long start, Doubles doubles, Longs longs) {
        run(input, output, dim, start, start, doubles, longs);
    }

    private static void run(UncheckedOperand input, UncheckedOperand output, long dim, double start, long startLong, Doubles doubles,
        Longs longs) {
        var lane = Lane.of(output.dtype());
        var staged = output.dtype().isFloating() ? lane.dtype() : DType.INT64;
        // A value is converted to the result's dtype before it is folded.
        try (var in = Dense.read(input, staged); var out = Dense.write(output, staged)) {
            var axis = Axis.of(output.sizes(), dim);
            long rows = axis.outer() * axis.inner();
            Workers.run(rows, Workers.grain(axis.size()), (first, last) -> {
                for (long row = first; row < last; row++) {
                    long at = row / axis.inner() * axis.size() * axis.inner() + row % axis.inner();
                    row(lane, in.address(), out.address(), at, axis.inner(), axis.size(), start, startLong, doubles, longs);
                }
            });
        }
    }

    private static void row(Lane lane, long from, long to, long at, long step, long n, double start, long startLong, Doubles doubles,
        Longs longs) {
        double carried = start;
        long carriedLong = startLong;
        for (long i = 0; i < n; i++) {
            long place = at + i * step;
            switch (lane) {
                case F32 -> {
                    carried = doubles.next(carried, UncheckedAccess.f32(from, place));
                    UncheckedAccess.f32(to, place, (float) carried);
                }
                case F64 -> {
                    carried = doubles.next(carried, UncheckedAccess.f64(from, place));
                    UncheckedAccess.f64(to, place, carried);
                }
                case I64 -> {
                    carriedLong = longs.next(carriedLong, UncheckedAccess.i64(from, place));
                    UncheckedAccess.i64(to, place, carriedLong);
                }
            }
        }
    }
}
