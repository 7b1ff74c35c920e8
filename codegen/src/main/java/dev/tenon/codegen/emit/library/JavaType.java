package dev.tenon.codegen.emit.library;

/** What an emitted Java expression evaluates to. */
public enum JavaType {
    TENSOR,
    /** {@code List<Tensor>}. */
    TENSORS,
    /** A record of several results. */
    RESULT,
    /** {@code long}, or {@code Long} where it can be null. */
    LONG,
    /** {@code double}, or {@code Double} where it can be null. */
    DOUBLE,
    /** {@code boolean}, or {@code Boolean} where it can be null. */
    BOOL,
    /** {@code Number}. */
    NUMBER,
    /** {@code Ints}. */
    INTS,
    /** {@code long[]}. */
    LONGS,
    SHAPE,
    /** {@code double[]}. */
    REALS,
    /** {@code Index[]}. */
    INDEX, DTYPE, DEVICE, TEXT, ENUM, NULL,
    /** The value of a hand-written method of which only the name is known. */
    UNKNOWN;

    public boolean isScalar() {
        return this == LONG || this == DOUBLE || this == NUMBER;
    }

    public boolean isInts() {
        return this == INTS || this == LONGS || this == SHAPE;
    }
}
