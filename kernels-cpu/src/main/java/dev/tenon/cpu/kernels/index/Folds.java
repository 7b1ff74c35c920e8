package dev.tenon.cpu.kernels.index;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.ops.ScatterReduce.Reduce;

/** Folds of one element into another in memory, in any lane. */
final class Folds {
    private Folds() {}

    /** Writes what the first element is folded into where nothing else counts. */
    static void start(Reduce reduce, Lane lane, long to, long i) {
        double value = switch (reduce) {
            case SUM, MEAN -> 0;
            case PROD -> 1;
            case AMAX -> Double.NEGATIVE_INFINITY;
            case AMIN -> Double.POSITIVE_INFINITY;
        };
        switch (lane) {
            case F32 -> UncheckedAccess.f32(to, i, (float) value);
            case F64 -> UncheckedAccess.f64(to, i, value);
            // An infinite double becomes the greatest or the least long.
            case I64 -> UncheckedAccess.i64(to, i, (long) value);
        }
    }

    /** Folds the element at index i of {@code from} into that at index j of {@code to}. */
    static void one(Reduce reduce, Lane lane, long from, long i, long to, long j) {
        switch (lane) {
            case F32 -> UncheckedAccess.f32(to, j, (float) fold(reduce, UncheckedAccess.f32(to, j), UncheckedAccess.f32(from, i)));
            case F64 -> UncheckedAccess.f64(to, j, fold(reduce, UncheckedAccess.f64(to, j), UncheckedAccess.f64(from, i)));
            case I64 -> UncheckedAccess.i64(to, j, fold(reduce, UncheckedAccess.i64(to, j), UncheckedAccess.i64(from, i)));
        }
    }

    private static double fold(Reduce reduce, double a, double b) {
        return switch (reduce) {
            case SUM, MEAN -> a + b;
            case PROD -> a * b;
            case AMAX -> Math.max(a, b);
            case AMIN -> Math.min(a, b);
        };
    }

    private static long fold(Reduce reduce, long a, long b) {
        return switch (reduce) {
            case SUM, MEAN -> a + b;
            case PROD -> a * b;
            case AMAX -> Math.max(a, b);
            case AMIN -> Math.min(a, b);
        };
    }

    /** Divides n sums by their counts, where there is any; integers are rounded down. */
    static void divide(Lane lane, long sums, long counts, long n) {
        for (long i = 0; i < n; i++) {
            long count = Math.max(1, UncheckedAccess.i64(counts, i));
            switch (lane) {
                case F32 -> UncheckedAccess.f32(sums, i, UncheckedAccess.f32(sums, i) / count);
                case F64 -> UncheckedAccess.f64(sums, i, UncheckedAccess.f64(sums, i) / count);
                case I64 -> UncheckedAccess.i64(sums, i, Math.floorDiv(UncheckedAccess.i64(sums, i), count));
            }
        }
    }
}
