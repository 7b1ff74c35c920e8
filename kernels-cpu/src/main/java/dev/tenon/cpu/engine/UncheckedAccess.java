package dev.tenon.cpu.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Typed access to native memory by absolute address. One segment over all memory keeps the bounds and liveness checks of
 * the foreign memory API out of inner loops; the funnel has checked shapes, layout and liveness before a kernel runs.
 */
public final class UncheckedAccess {
    /** All memory, from address 0. */
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private UncheckedAccess() {}

    /** The {@code float} at index {@code i} from {@code p}. */
    public static float f32(long p, long i) {
        return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, p + (i << 2));
    }

    public static void f32(long p, long i, float value) {
        ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, p + (i << 2), value);
    }

    /** The {@code double} at index {@code i} from {@code p}. */
    public static double f64(long p, long i) {
        return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, p + (i << 3));
    }

    public static void f64(long p, long i, double value) {
        ALL.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, p + (i << 3), value);
    }

    /** The {@code long} at index {@code i} from {@code p}. */
    public static long i64(long p, long i) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, p + (i << 3));
    }

    public static void i64(long p, long i, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, p + (i << 3), value);
    }

    /** The {@code int} at index {@code i} from {@code p}. */
    public static int i32(long p, long i) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, p + (i << 2));
    }

    public static void i32(long p, long i, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, p + (i << 2), value);
    }

    /** The {@code short} at index {@code i} from {@code p}. */
    public static short i16(long p, long i) {
        return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, p + (i << 1));
    }

    public static void i16(long p, long i, short value) {
        ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, p + (i << 1), value);
    }

    /** The {@code byte} at index {@code i} from {@code p}. */
    public static byte i8(long p, long i) {
        return ALL.get(ValueLayout.JAVA_BYTE, p + i);
    }

    public static void i8(long p, long i, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, p + i, value);
    }

    /** Copies bytes; the ranges may overlap. */
    public static void copy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    public static void fill(long p, long bytes, byte value) {
        ALL.asSlice(p, bytes).fill(value);
    }
}
