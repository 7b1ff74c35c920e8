package dev.tenon.core;

/**
 * A tensor as kernels see it. Arrays returned here are the tensor's own and must not be modified, and nothing checks what is read and written
 * at an address: a kernel is trusted. Other code has tensors, which show neither.
 */
public interface UncheckedOperand extends Operand {
    /** Sizes by dimension; shared, never modified. */
    long[] sizes();

    /** Strides by dimension, in elements; shared, never modified. Zero for a broadcast dimension. */
    long[] strides();

    /** Address in bytes of the first element on {@link #device()}; 0 on {@link Device#META} and for empty tensors. */
    long address();

    /**
     * Checks that the memory has not been released, as that of an operand may be which a kernel kept when it ended.
     *
     * @throws ReleasedException if it has been
     */
    default void requireAlive() {}

    @Override
    default Shape shape() {
        return Shape.wrap(sizes());
    }

    @Override
    default int rank() {
        return sizes().length;
    }

    @Override
    default long stride(int dim) {
        return strides()[shape().axis("stride", dim)];
    }
}
