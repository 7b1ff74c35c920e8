package dev.tenon.cpu.math;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;

/** Writes elements of a dtype's own lane as that dtype, possibly strided. Integers wrap, as in C. */
final class Narrow {
    private Narrow() {}

    static void store(DType dtype, long from, long n, long p, long stride) {
        if (stride == 1 && dtype == Lane.of(dtype).dtype()) {
            UncheckedAccess.copy(from, p, n * dtype.bytes());
            return;
        }
        switch (dtype) {
            case FLOAT64, INT64 -> words(from, n, p, stride);
            case FLOAT32 -> halves(from, n, p, stride);
            case FLOAT16 -> float16(from, n, p, stride);
            case BFLOAT16 -> bfloat16(from, n, p, stride);
            case INT32 -> int32(from, n, p, stride);
            case INT16 -> int16(from, n, p, stride);
            case INT8, UINT8, BOOL -> int8(from, n, p, stride);
        }
    }

    /** Eight-byte elements of any kind. */
    private static void words(long from, long n, long p, long stride) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i64(p, i * stride, UncheckedAccess.i64(from, i));
        }
    }

    /** Four-byte elements of any kind. */
    private static void halves(long from, long n, long p, long stride) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i32(p, i * stride, UncheckedAccess.i32(from, i));
        }
    }

    private static void float16(long from, long n, long p, long stride) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i16(p, i * stride, Float.floatToFloat16(UncheckedAccess.f32(from, i)));
        }
    }

    private static void bfloat16(long from, long n, long p, long stride) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i16(p, i * stride, Half.toBfloat16(UncheckedAccess.f32(from, i)));
        }
    }

    private static void int32(long from, long n, long p, long stride) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i32(p, i * stride, (int) UncheckedAccess.i64(from, i));
        }
    }

    private static void int16(long from, long n, long p, long stride) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i16(p, i * stride, (short) UncheckedAccess.i64(from, i));
        }
    }

    private static void int8(long from, long n, long p, long stride) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.i8(p, i * stride, (byte) UncheckedAccess.i64(from, i));
        }
    }
}
