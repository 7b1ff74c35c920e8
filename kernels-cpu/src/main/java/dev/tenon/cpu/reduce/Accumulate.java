package dev.tenon.cpu.reduce;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.RawMemory;

/** Additions in place, in any lane; booleans are added as integers, which is their disjunction once written back. */
public final class Accumulate {
    private Accumulate() {}

    /** Adds the element at index i of {@code from} to that at index j of {@code to}. */
    public static void one(Lane lane, long from, long i, long to, long j) {
        switch (lane) {
            case F32 -> RawMemory.f32(to, j, RawMemory.f32(to, j) + RawMemory.f32(from, i));
            case F64 -> RawMemory.f64(to, j, RawMemory.f64(to, j) + RawMemory.f64(from, i));
            case I64 -> RawMemory.i64(to, j, RawMemory.i64(to, j) + RawMemory.i64(from, i));
        }
    }

    /** Adds n contiguous elements. */
    public static void row(Lane lane, long from, long to, long n) {
        if (lane != Lane.I64) {
            RowMath.of(lane).add(from, to, n);
            return;
        }
        for (long i = 0; i < n; i++) {
            RawMemory.i64(to, i, RawMemory.i64(to, i) + RawMemory.i64(from, i));
        }
    }
}
