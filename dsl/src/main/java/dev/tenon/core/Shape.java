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

    /** Wraps sizes that are known to be valid and will not change; for the dispatch path. */
    public static Shape wrap(long[] sizes) {
        return sizes.length == 0 ? SCALAR : new Shape(sizes);
    }

    public int rank() {
        return sizes.length;
    }

    /** The size of dimension {@code dim}; negative counts from the end. */
    public long size(int dim) {
        int rank = sizes.length;
        if (dim < -rank || dim >= rank) {
            throw new IndexException(
                "size: dim " + dim + " is out of range for shape " + this + ", expected [" + -rank + ", " + (rank - 1) + "]");
        }
        return sizes[dim < 0 ? dim + rank : dim];
    }

    /** The number of elements; 1 for a scalar. */
    public long numel() {
        long n = 1;
        boolean empty = false;
        for (long size : sizes) {
            if (size < 0) {
                throw new ShapeException("shape: a size cannot be negative, got " + this);
            }
            empty |= size == 0;
        }
        if (empty) {
            return 0;
        }
        for (long size : sizes) {
            if (Math.multiplyHigh(n, size) != 0 || n * size < 0) {
                throw new ShapeException("shape: " + this + " has more elements than can be counted in 63 bits");
            }
            n *= size;
        }
        return n;
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
