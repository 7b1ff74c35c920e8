package dev.tenon.core;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Java numbers as tensors take them: an integer of at most 64 bits, or a floating-point number. Every {@link Number} is taken by its value, and
 * one whose value would change is refused.
 */
public final class Numbers {
    /** From here on not every whole number is a double. */
    private static final BigInteger GAPS = BigInteger.ONE.shiftLeft(53);

    private Numbers() {}

    /**
     * The number as a {@link Double}, a {@link Float} or an integer of Java's. A {@link BigDecimal} becomes the nearest double, or an integer
     * where it is a whole number that no double may be; of a class that is not known here a whole number becomes an integer, any other a double.
     *
     * @param op the operator, for the message, and {@code param} its parameter
     * @throws ArgumentException if 64 bits cannot hold it
     */
    public static Number plain(Number value, String op, String param) {
        return value instanceof Double || value instanceof Integer || value instanceof Long || value instanceof Float
            || value instanceof Short || value instanceof Byte ? value : converted(value, op, param);
    }

    private static Number converted(Number value, String op, String param) {
        return switch (value) {
            case BigInteger whole -> {
                if (whole.bitLength() >= Long.SIZE) {
                    throw new ArgumentException(
                        op + ": " + param + " " + shown(whole) + " does not fit in an integer of 64 bits\n  try:   doubleValue(),"
                            + " which rounds it");
                }
                yield whole.longValue();
            }
            case BigDecimal decimal -> decimal(decimal, op, param);
            case AtomicInteger _, AtomicLong _, LongAdder _, LongAccumulator _ -> value.longValue();
            case DoubleAdder _, DoubleAccumulator _ -> value.doubleValue();
            default -> unknown(value);
        };
    }

    private static Number decimal(BigDecimal value, String op, String param) {
        double nearest = value.doubleValue();
        if (Double.isInfinite(nearest)) {
            throw new ArgumentException(
                op + ": " + param + " " + shown(value) + " is beyond the range of a double\n  try:   a number up to 1.79E308");
        }
        boolean large = value.precision() - value.scale() > 15 && value.precision() - value.scale() < 20
            && value.stripTrailingZeros().scale() <= 0;
        if (large) {
            var whole = value.toBigInteger();
            return whole.abs().compareTo(GAPS) > 0 && whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : (Number) nearest;
        }
        return nearest;
    }

    private static Number unknown(Number value) {
        long whole = value.longValue();
        double real = value.doubleValue();
        boolean isWhole = real == whole && !(whole == Long.MAX_VALUE && real >= 0x1p63);
        return isWhole ? (Number) whole : (Number) real;
    }

    /** A number that may have more digits than anyone wants to read. */
    private static String shown(Number value) {
        var text = value.toString();
        return text.length() > 40 ? text.substring(0, 37) + "..." : text;
    }

    /** Whether a number as {@link #plain} returns it is a floating-point number. */
    public static boolean isFloating(Number plain) {
        return plain instanceof Double || plain instanceof Float;
    }

    /**
     * The number as a double.
     *
     * @throws ArgumentException if it is beyond the range of doubles
     */
    public static double real(Number value, String op, String param) {
        if (value instanceof BigInteger whole) {
            return decimal(new BigDecimal(whole), op, param).doubleValue();
        }
        return plain(value, op, param).doubleValue();
    }

    /**
     * The number as an integer.
     *
     * @throws ArgumentException if it has a fraction or is out of range
     */
    public static long whole(Number value, String op, String param) {
        var plain = plain(value, op, param);
        if (!isFloating(plain)) {
            return plain.longValue();
        }
        double real = plain.doubleValue();
        long whole = (long) real;
        if (whole != real || real >= 0x1p63) {
            throw new ArgumentException(op + ": " + param + " must be an integer, got " + value + "\n  try:   (long) " + value);
        }
        return whole;
    }

    // ---- elements ---------------------------------------------------------------------------------------------------

    /** Whether elements of an integer dtype, or truth values, can hold this number; what it has behind the point is cut off. */
    public static boolean fits(DType dtype, double value) {
        return switch (dtype) {
            case INT64 -> value >= -0x1p63 && value < 0x1p63;
            case INT32, INT16, INT8, UINT8 -> value >= dtype.least() && value <= dtype.most();
            default -> true;
        };
    }

    /** Whether elements of an integer dtype, or truth values, can hold this integer. */
    public static boolean fits(DType dtype, long value) {
        return !dtype.isIntegral() || value >= dtype.least() && value <= dtype.most();
    }

    /**
     * The number as elements of this dtype take it; a truth value is 1 unless the number is 0, and a negative integer of uint8 is the difference to
     * 256, as in PyTorch.
     *
     * @throws ArgumentException if the dtype is one of integers and cannot hold it, as {@code value cannot be converted ... without overflow} of
     *         PyTorch, or it is finite and beyond the range of float32
     */
    public static Number element(DType dtype, Number value, String op, String param) {
        if (dtype.isFloating() && value instanceof BigInteger) {
            return element(dtype, (Number) real(value, op, param), op, param);
        }
        var plain = plain(value, op, param);
        boolean wraps = dtype == DType.UINT8 && !isFloating(plain) && plain.longValue() < 0 && plain.longValue() >= -dtype.most();
        if (!wraps) {
            requireFits(dtype, plain, op, param);
        }
        if (dtype == DType.FLOAT32 && isFloating(plain)) {
            requireFinite(dtype, plain, op, param);
        }
        return dtype == DType.BOOL ? (Number) (plain.doubleValue() != 0 ? 1L : 0L) : plain;
    }

    /**
     * Refuses a number that elements of an integer dtype cannot hold.
     *
     * @throws ArgumentException if they cannot
     */
    public static void requireFits(DType dtype, Number plain, String op, String param) {
        if (isFloating(plain) ? !fits(dtype, plain.doubleValue()) : !fits(dtype, plain.longValue())) {
            throw refused(dtype, plain, op, param);
        }
    }

    /**
     * The number as a factor of elements of this dtype. Among integers it is one, too: its fraction is cut off.
     *
     * @throws ArgumentException if the dtype is one of integers and cannot hold it
     */
    public static Number factor(DType dtype, Number value, String op, String param) {
        var plain = plain(value, op, param);
        if (dtype.isFloating()) {
            return plain;
        }
        return dtype == DType.BOOL ? (Number) plain.longValue() : (Number) element(dtype, plain, op, param).longValue();
    }

    /**
     * Refuses a number that is finite and would be infinite as an element of a floating dtype.
     *
     * @throws ArgumentException if it would
     */
    public static void requireFinite(DType dtype, Number plain, String op, String param) {
        double value = plain.doubleValue();
        if (Double.isFinite(value) && Math.abs(value) > dtype.greatest()) {
            throw new ArgumentException(op + ": " + param + " " + plain + " cannot be converted to " + dtype + ", whose greatest number is "
                + dtype.greatest() + "\n  try:   an infinity, or a wider dtype");
        }
    }

    /** The error for a number that an integer dtype cannot hold. */
    public static ArgumentException refused(DType dtype, Number value, String op, String param) {
        return new ArgumentException(op + ": " + param + " " + value + " cannot be converted to " + dtype + " without overflow, expected ["
            + dtype.least() + ", " + dtype.most() + "]\n  try:   a wider dtype, or tensor(...).to(" + dtype.name() + "), which wraps");
    }
}
