package dev.tenon.cpu.math;

import dev.tenon.core.DType;
import dev.tenon.core.Rounding;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Simd;
import dev.tenon.cpu.engine.UncheckedAccess;

/**
 * Moves elements between a tensor's dtype and the lane a kernel computes in. A conversion has two steps, so that ten dtypes
 * and three lanes need few loops: between the dtype and its own lane (with strides), and from lane to lane in place.
 */
public final class Convert {
    private Convert() {}

    /**
     * Reads n elements of {@code from}, {@code stride} elements apart, into contiguous elements of {@code lane};
     * {@code to} has 8 bytes for each.
     */
    public static void load(DType from, long p, long stride, long n, Lane lane, long to) {
        if (stride == 0) {
            Widen.load(from, p, 1, 1, to);
            recast(Lane.of(from), lane, to, 1);
            repeat(lane, to, n);
            return;
        }
        if (from == DType.BOOL && lane == Lane.F32 && stride == 1 && Simd.ENABLED) {
            VectorRecast.floats(p, n, to);
            return;
        }
        Widen.load(from, p, stride, n, to);
        recast(Lane.of(from), lane, to, n);
    }

    /**
     * Writes n contiguous elements of {@code lane} as {@code to}, {@code stride} elements apart;
     * {@code from} is overwritten and has 8 bytes for each.
     */
    public static void store(Lane lane, long from, long n, DType to, long p, long stride) {
        if (to == DType.BOOL) {
            if (lane == Lane.F32 && stride == 1 && Simd.ENABLED) {
                VectorRecast.truth(from, n, p);
                return;
            }
            truth(lane, from, n);
            Narrow.store(to, from, n, p, stride);
            return;
        }
        if (lane != Lane.F32 && (to == DType.FLOAT16 || to == DType.BFLOAT16)) {
            if (Simd.ENABLED) {
                VectorRecast.odd(lane, from, n);
            } else {
                Recast.odd(lane, from, 0, n);
            }
        } else {
            recast(lane, Lane.of(to), from, n);
        }
        Narrow.store(to, from, n, p, stride);
    }

    /** Reads the one value at {@code p}. */
    public static double loadDouble(DType dtype, long p) {
        return switch (dtype) {
            case FLOAT64 -> UncheckedAccess.f64(p, 0);
            case FLOAT32 -> UncheckedAccess.f32(p, 0);
            case FLOAT16 -> Float.float16ToFloat(UncheckedAccess.i16(p, 0));
            case BFLOAT16 -> Half.fromBfloat16(UncheckedAccess.i16(p, 0));
            default -> loadLong(dtype, p);
        };
    }

    /** Reads the one value at {@code p}; fractions are cut off. */
    public static long loadLong(DType dtype, long p) {
        return switch (dtype) {
            case INT64 -> UncheckedAccess.i64(p, 0);
            case INT32 -> UncheckedAccess.i32(p, 0);
            case INT16 -> UncheckedAccess.i16(p, 0);
            case INT8 -> UncheckedAccess.i8(p, 0);
            case UINT8, BOOL -> UncheckedAccess.i8(p, 0) & 0xFF;
            default -> (long) loadDouble(dtype, p);
        };
    }

    public static void storeDouble(DType dtype, long p, double value) {
        switch (dtype) {
            case FLOAT64 -> UncheckedAccess.f64(p, 0, value);
            case FLOAT32 -> UncheckedAccess.f32(p, 0, (float) value);
            case FLOAT16 -> UncheckedAccess.i16(p, 0, Float.floatToFloat16(Rounding.odd(value)));
            case BFLOAT16 -> UncheckedAccess.i16(p, 0, Half.toBfloat16(Rounding.odd(value)));
            case BOOL -> UncheckedAccess.i8(p, 0, (byte) (value != 0 ? 1 : 0));
            default -> storeLong(dtype, p, (long) value);
        }
    }

    public static void storeLong(DType dtype, long p, long value) {
        switch (dtype) {
            case INT64 -> UncheckedAccess.i64(p, 0, value);
            case INT32 -> UncheckedAccess.i32(p, 0, (int) value);
            case INT16 -> UncheckedAccess.i16(p, 0, (short) value);
            case INT8, UINT8 -> UncheckedAccess.i8(p, 0, (byte) value);
            case BOOL -> UncheckedAccess.i8(p, 0, (byte) (value != 0 ? 1 : 0));
            default -> storeDouble(dtype, p, value);
        }
    }

    /** Repeats the element at {@code p} n times from there. */
    public static void repeat(Lane lane, long p, long n) {
        if (lane == Lane.F32) {
            int value = UncheckedAccess.i32(p, 0);
            for (long i = 1; i < n; i++) {
                UncheckedAccess.i32(p, i, value);
            }
        } else {
            long value = UncheckedAccess.i64(p, 0);
            for (long i = 1; i < n; i++) {
                UncheckedAccess.i64(p, i, value);
            }
        }
    }

    private static void recast(Lane from, Lane to, long p, long n) {
        if (from == to) {
            return;
        }
        if (Simd.ENABLED) {
            VectorRecast.recast(from, to, p, n);
        } else {
            Recast.recast(from, to, p, n);
        }
    }

    /** Leaves 1 or 0 as {@code long}, by whether each element differs from zero; NaN does. */
    private static void truth(Lane lane, long p, long n) {
        switch (lane) {
            case F32 -> Recast.truthF32(p, n);
            case F64 -> Recast.truthF64(p, n);
            case I64 -> Recast.truthI64(p, n);
        }
    }
}
