package dev.tenon.core;

import java.util.Arrays;

/** The sizes of a tensor's dimensions; immutable. */
public final class Shape {
    private static final Shape SCALAR = new Shape(new long[0]);

    private final long[] sizes;

    private Shape(long[] sizes) {
        this.sizes = sizes;
    }

    /**
     * A shape of these sizes.
     *
     * @throws ShapeException if a size is negative or the element count overflows 63 bits
     */
    public static Shape of(long... sizes) {
        if (sizes.length == 0) {
            return SCALAR;
        }
        var shape = new Shape(sizes.clone());
        shape.numel();
        return shape;
    }

    /** Wraps sizes that are known to be valid and will not change; for operands of kernels. */
    static Shape wrap(long[] sizes) {
        return sizes.length == 0 ? SCALAR : new Shape(sizes);
    }

    public int rank() {
        return sizes.length;
    }

    /**
     * The size of dimension {@code dim}; negative counts from the end.
     *
     * @throws IndexException if there is no such dimension
     */
    public long size(long dim) {
        return sizes[axis("size", dim)];
    }

    /** The dimension that {@code dim} means, which counts from the end where it is negative. */
    int axis(String caller, long dim) {
        int rank = sizes.length;
        if (dim < -rank || dim >= rank) {
            throw new IndexException(
                caller + ": dim " + dim + " is out of range for shape " + this + ", expected [" + -rank + ", " + (rank - 1) + "]");
        }
        return (int) (dim < 0 ? dim + rank : dim);
    }

    /** The number of elements; 1 for a scalar. */
    public long numel() {
        long n = 1;
        boolean empty = false;
        for (long size : sizes) {
            if (size < 0) {
                throw new ShapeException("shape: a size cannot be negative, got " + this + "\n  try:   sizes of 0 and more");
            }
            empty |= size == 0;
        }
        if (empty) {
            return 0;
        }
        for (long size : sizes) {
            if (Math.multiplyHigh(n, size) != 0 || n * size < 0) {
                throw new ShapeException("shape: " + this + " has more elements than can be counted in 63 bits\n  try:   smaller sizes");
            }
            n *= size;
        }
        return n;
    }

    /**
     * How many elements tensors of these sizes have, or places that are counted like them: 0 if a size is.
     *
     * @throws ShapeException if a size is negative or the count overflows 63 bits
     */
    public static long count(long... sizes) {
        return wrap(sizes).numel();
    }

    /**
     * The size of two parts together.
     *
     * @throws ShapeException if it overflows 63 bits
     */
    public static long together(long a, long b) {
        if (a + b < 0) {
            throw new ShapeException("shape: the sizes " + a + " and " + b + " add up to more than can be counted in 63 bits");
        }
        return a + b;
    }

    public long[] toArray() {
        return sizes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return Arrays.toString(sizes);
    }
}
