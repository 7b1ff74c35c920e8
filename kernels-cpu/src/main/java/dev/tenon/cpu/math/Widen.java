package dev.tenon.cpu.math;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;

/** Reads elements of a dtype, possibly strided, into that dtype's own lane. */
final class Widen {
    private Widen() {}

    static void load(DType dtype, long p, long stride, long n, long to) {
        if (stride == 1 && dtype == Lane.of(dtype).dtype()) {
            UncheckedAccess.copy(p, to, n * dtype.bytes());
            return;
        }
        switch (dtype) {
            case FLOAT64, INT64 -> words(p, stride, n, to);
            case FLOAT32 -> halves(p, stride, n, to);
            case FLOAT16 -> float16(p, stride, n, to);
            case BFLOAT16 -> bfloat16(p, stride, n, to);
            case INT32 -> int32(p, stride, n, to);
            case INT16 -> int16(p, stride, n, to);
            case INT8 -> int8(p, stride, n, to);
            case UINT8, BOOL -> uint8(p, stride, n, to);
        }
    }

    /** Eight-byte elements of any kind. */
    private static void words(long p, long stride, long n, long to) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i64(to, i, UncheckedAccess.i64(p, i * stride));
        }
    }

    /** Four-byte elements of any kind. */
    private static void halves(long p, long stride, long n, long to) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i32(to, i, UncheckedAccess.i32(p, i * stride));
        }
    }

    private static void float16(long p, long stride, long n, long to) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f32(to, i, Float.float16ToFloat(UncheckedAccess.i16(p, i * stride)));
        }
    }

    private static void bfloat16(long p, long stride, long n, long to) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i32(to, i, UncheckedAccess.i16(p, i * stride) << 16);
        }
    }

    private static void int32(long p, long stride, long n, long to) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i64(to, i, UncheckedAccess.i32(p, i * stride));
        }
    }

    private static void int16(long p, long stride, long n, long to) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i64(to, i, UncheckedAccess.i16(p, i * stride));
        }
    }

    private static void int8(long p, long stride, long n, long to) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i64(to, i, UncheckedAccess.i8(p, i * stride));
        }
    }

    private static void uint8(long p, long stride, long n, long to) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i64(to, i, UncheckedAccess.i8(p, i * stride) & 0xFF);
        }
    }
}
