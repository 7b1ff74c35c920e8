package dev.tenon.core;

import java.util.Arrays;

/** Element types of a tensor, with PyTorch's names and promotion rules. */
public enum DType {
    FLOAT64("float64", 8, Category.FLOATING),
    FLOAT32("float32", 4, Category.FLOATING),
    FLOAT16("float16", 2, Category.FLOATING),
    BFLOAT16("bfloat16", 2, Category.FLOATING),
    INT64("int64", 8, Category.INTEGRAL),
    INT32("int32", 4, Category.INTEGRAL),
    INT16("int16", 2, Category.INTEGRAL),
    INT8("int8", 1, Category.INTEGRAL),
    UINT8("uint8", 1, Category.INTEGRAL),
    BOOL("bool", 1, Category.BOOLEAN);

    /** Promotion categories, lowest first. */
    public enum Category {
        BOOLEAN, INTEGRAL, FLOATING
    }

    private final String spec;
    private final int bytes;
    private final Category category;

    DType(String spec, int bytes, Category category) {
        this.spec = spec;
        this.bytes = bytes;
        this.category = category;
    }

    /** PyTorch's name, such as {@code float32}. */
    public String spec() {
        return spec;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    public Category category() {
        return category;
    }

    public boolean isFloating() {
        return category == Category.FLOATING;
    }

    /** The least integer of this type; of {@link #BOOL} 0. For integers and truth values. */
    public long least() {
        return this == UINT8 || this == BOOL ? 0 : -most() - 1;
    }

    /** The greatest integer of this type; of {@link #BOOL} 1. For integers and truth values. */
    public long most() {
        return this == BOOL ? 1 : this == UINT8 ? 255 : Long.MAX_VALUE >> Long.SIZE - 8 * bytes;
    }

    /** The greatest finite number of this floating type. */
    public double greatest() {
        return switch (this) {
            case FLOAT64 -> Double.MAX_VALUE;
            case FLOAT16 -> 65504;
            case BFLOAT16 -> 0x1.FEp127;
            default -> Float.MAX_VALUE;
        };
    }

    /** Whether this is an integer type; {@link #BOOL} is not one. */
    public boolean isIntegral() {
        return category == Category.INTEGRAL;
    }

    /**
     * The dtype both operands are converted to, by PyTorch's promotion lattice.
     *
     * @param a one dtype
     * @param b the other
     * @return the smallest dtype of the lattice that is at least both
     */
    public static DType promote(DType a, DType b) {
        if (a == b) {
            return a;
        }
        if (a.category != b.category) {
            return a.category.compareTo(b.category) > 0 ? a : b;
        }
        if (a.isFloating()) {
            return isHalf(a) && isHalf(b) ? FLOAT32 : a.bytes > b.bytes ? a : b;
        }
        if (a == UINT8 || b == UINT8) {
            var signed = a == UINT8 ? b : a;
            return signed == INT8 ? INT16 : signed;
        }
        return a.bytes > b.bytes ? a : b;
    }

    /** Whether PyTorch lets a result of this dtype be stored in {@code target} by an in-place operator. */
    public boolean canCastTo(DType target) {
        return category.compareTo(target.category) <= 0;
    }

    /** The dtype of that PyTorch name, such as {@code float32}. */
    public static DType named(String spec) {
        for (var dtype : values()) {
            if (dtype.spec.equals(spec)) {
                return dtype;
            }
        }
        throw new ArgumentException("dtype: there is no dtype '" + spec + "'\n  try:   one of " + Arrays.toString(values()));
    }

    private static boolean isHalf(DType dtype) {
        return dtype.bytes == 2;
    }

    @Override
    public String toString() {
        return spec;
    }
}
