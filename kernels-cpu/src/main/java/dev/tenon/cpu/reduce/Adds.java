package dev.tenon.cpu.reduce;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Mem;

/** Additions in place, in any lane; booleans are added as integers, which is their disjunction once written back. */
public final class Adds {
    private Adds() {}

    /** Adds the element at index i of {@code from} to that at index j of {@code to}. */
    public static void one(Lane lane, long from, long i, long to, long j) {
        switch (lane) {
            case F32 -> Mem.f32(to, j, Mem.f32(to, j) + Mem.f32(from, i));
            case F64 -> Mem.f64(to, j, Mem.f64(to, j) + Mem.f64(from, i));
            case I64 -> Mem.i64(to, j, Mem.i64(to, j) + Mem.i64(from, i));
        }
    }

    /** Adds n contiguous elements. */
    public static void row(Lane lane, long from, long to, long n) {
        if (lane != Lane.I64) {
            RowMath.of(lane).add(from, to, n);
            return;
        }
        for (long i = 0; i < n; i++) {
            Mem.i64(to, i, Mem.i64(to, i) + Mem.i64(from, i));
        }
    }
}
