package dev.tenon.core;

/**
 * A tensor as shape rules and errors see it: what it is, without its memory. Kernels see an {@link UncheckedOperand}.
 */
public interface Operand {
    DType dtype();

    Device device();

    /** The sizes of the dimensions. */
    Shape shape();

    /**
     * The size of dimension {@code dim}; negative counts from the end.
     *
     * @throws IndexException if there is no such dimension
     */
    default long size(int dim) {
        return shape().size(dim);
    }

    /**
     * How many elements apart two neighbours in dimension {@code dim} lie in memory; negative counts from the end. 0 where the dimension is
     * expanded.
     *
     * @throws IndexException if there is no such dimension
     */
    long stride(int dim);

    /** The number of dimensions. */
    default int rank() {
        return shape().rank();
    }

    /** The number of elements. */
    long numel();

    /** Whether this is a Java number standing as a tensor; it takes part in promotion only by its category. */
    boolean isWrappedNumber();

    /** Whether elements lie row-major without gaps. */
    boolean isContiguous();

    /** The operand as errors show it: {@code [32, 784] float32}. */
    static String describe(Operand operand) {
        return operand.shape() + " " + operand.dtype();
    }
}
