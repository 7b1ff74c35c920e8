package dev.tenon.cpu.math;

import dev.tenon.core.Rounding;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;

/** Converts contiguous elements from lane to lane in place, element by element. */
final class Recast {
    private Recast() {}

    static void recast(Lane from, Lane to, long p, long n) {
        switch (from) {
            case F32 -> {
                // The result is wider, so the last element goes first.
                for (long i = n - 1; i >= 0; i--) {
                    f32(to, p, i);
                }
            }
            case F64 -> {
                for (long i = 0; i < n; i++) {
                    f64(to, p, i);
                }
            }
            case I64 -> {
                for (long i = 0; i < n; i++) {
                    i64(to, p, i);
                }
            }
        }
    }

    private static void f32(Lane to, long p, long i) {
        if (to == Lane.F64) {
            UncheckedAccess.f64(p, i, UncheckedAccess.f32(p, i));
        } else {
            UncheckedAccess.i64(p, i, (long) UncheckedAccess.f32(p, i));
        }
    }

    private static void f64(Lane to, long p, long i) {
        if (to == Lane.F32) {
            UncheckedAccess.f32(p, i, (float) UncheckedAccess.f64(p, i));
        } else {
            UncheckedAccess.i64(p, i, (long) UncheckedAccess.f64(p, i));
        }
    }

    private static void i64(Lane to, long p, long i) {
        if (to == Lane.F32) {
            UncheckedAccess.f32(p, i, (float) UncheckedAccess.i64(p, i));
        } else {
            UncheckedAccess.f64(p, i, UncheckedAccess.i64(p, i));
        }
    }

    /** Doubles or longs from {@code first} to {@code last} as the floats by which they become halves. */
    static void odd(Lane from, long p, long first, long last) {
        for (long i = first; i < last; i++) {
            UncheckedAccess.f32(p, i, from == Lane.F64 ? Rounding.odd(UncheckedAccess.f64(p, i)) : Rounding.odd(UncheckedAccess.i64(p, i)));
        }
    }

    static void truthF32(long p, long n) {
        for (long i = n - 1; i >= 0; i--) {
            UncheckedAccess.i64(p, i, UncheckedAccess.f32(p, i) != 0 ? 1 : 0);
        }
    }

    static void truthF64(long p, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i64(p, i, UncheckedAccess.f64(p, i) != 0 ? 1 : 0);
        }
    }

    static void truthI64(long p, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i64(p, i, UncheckedAccess.i64(p, i) != 0 ? 1 : 0);
        }
    }
}
