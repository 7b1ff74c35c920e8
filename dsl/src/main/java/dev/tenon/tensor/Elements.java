package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.Numbers;
import dev.tenon.core.Rounding;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Reads and writes single elements of any dtype in host memory. */
final class Elements {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private Elements() {}

    static double number(MemorySegment memory, DType dtype, long i) {
        return switch (dtype) {
            case FLOAT64 -> memory.get(DOUBLE, i * 8);
            case FLOAT32 -> memory.get(FLOAT, i * 4);
            case FLOAT16 -> Float.float16ToFloat(memory.get(SHORT, i * 2));
            case BFLOAT16 -> Float.intBitsToFloat(memory.get(SHORT, i * 2) << 16);
            default -> integer(memory, dtype, i);
        };
    }

    static long integer(MemorySegment memory, DType dtype, long i) {
        return switch (dtype) {
            case INT64 -> memory.get(LONG, i * 8);
            case INT32 -> memory.get(INT, i * 4);
            case INT16 -> memory.get(SHORT, i * 2);
            case INT8 -> memory.get(ValueLayout.JAVA_BYTE, i);
            case UINT8 -> memory.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
            case BOOL -> memory.get(ValueLayout.JAVA_BYTE, i) != 0 ? 1 : 0;
            default -> (long) number(memory, dtype, i);
        };
    }

    static void put(MemorySegment memory, DType dtype, long i, double value) {
        switch (dtype) {
            case FLOAT64 -> memory.set(DOUBLE, i * 8, value);
            case FLOAT32 -> memory.set(FLOAT, i * 4, (float) value);
            case FLOAT16 -> memory.set(SHORT, i * 2, Float.floatToFloat16(Rounding.odd(value)));
            case BFLOAT16 -> memory.set(SHORT, i * 2, Rounding.bfloat16(Rounding.odd(value)));
            case BOOL -> memory.set(ValueLayout.JAVA_BYTE, i, (byte) (value != 0 ? 1 : 0));
            default -> put(memory, dtype, i, (long) value);
        }
    }

    static void put(MemorySegment memory, DType dtype, long i, long value) {
        switch (dtype) {
            case INT64 -> memory.set(LONG, i * 8, value);
            case INT32 -> memory.set(INT, i * 4, (int) value);
            case INT16 -> memory.set(SHORT, i * 2, (short) value);
            case INT8, UINT8 -> memory.set(ValueLayout.JAVA_BYTE, i, (byte) value);
            case BOOL -> memory.set(ValueLayout.JAVA_BYTE, i, (byte) (value != 0 ? 1 : 0));
            default -> put(memory, dtype, i, (double) value);
        }
    }

    /** Writes a Java number, an integer staying exact in integer dtypes. */
    static void put(MemorySegment memory, DType dtype, long i, Number value) {
        if (Numbers.isFloating(value)) {
            put(memory, dtype, i, value.doubleValue());
        } else {
            put(memory, dtype, i, value.longValue());
        }
    }

    /** Copies elements of this many bytes that stand in some order of bytes. */
    static void copy(MemorySegment from, ByteOrder order, MemorySegment to, int bytes) {
        ValueLayout element = switch (bytes) {
            case 1 -> ValueLayout.JAVA_BYTE;
            case 2 -> ValueLayout.JAVA_SHORT_UNALIGNED;
            case 4 -> ValueLayout.JAVA_INT_UNALIGNED;
            default -> ValueLayout.JAVA_LONG_UNALIGNED;
        };
        MemorySegment.copy(from, element.withOrder(order), 0, to, element, 0, to.byteSize() / bytes);
    }

    /** Fills memory with one value: the first element is written, then copied in doubling steps. */
    static void fill(MemorySegment memory, DType dtype, Number value) {
        if (memory.byteSize() == 0) {
            return;
        }
        double real = value.doubleValue();
        if (real == 0 && 1 / real > 0) {
            memory.fill((byte) 0);
            return;
        }
        put(memory, dtype, 0, value);
        long total = memory.byteSize();
        for (long done = dtype.bytes(); done < total; done *= 2) {
            MemorySegment.copy(memory, 0, memory, done, Math.min(done, total - done));
        }
    }
}
