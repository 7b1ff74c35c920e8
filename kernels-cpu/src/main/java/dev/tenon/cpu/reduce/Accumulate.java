package dev.tenon.cpu.reduce;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;

/** Additions in place, in any lane; booleans are added as integers, which is their disjunction once written back. */
public final class Accumulate {
    private Accumulate() {}

    /** Adds the element at index i of {@code from} to that at index j of {@code to}. */
    public static void one(Lane lane, long from, long i, long to, long j) {
        switch (lane) {
            case F32 -> UncheckedAccess.f32(to, j, UncheckedAccess.f32(to, j) + UncheckedAccess.f32(from, i));
            case F64 -> UncheckedAccess.f64(to, j, UncheckedAccess.f64(to, j) + UncheckedAccess.f64(from, i));
            case I64 -> UncheckedAccess.i64(to, j, UncheckedAccess.i64(to, j) + UncheckedAccess.i64(from, i));
        }
    }

    /** Adds n contiguous elements. */
    public static void row(Lane lane, long from, long to, long n) {
        if (lane != Lane.I64) {
            RowMath.of(lane).add(from, to, n);
            return;
        }
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i64(to, i, UncheckedAccess.i64(to, i) + UncheckedAccess.i64(from, i));
        }
    }
}
