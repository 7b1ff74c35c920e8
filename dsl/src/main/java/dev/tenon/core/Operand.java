package dev.tenon.core;

import java.util.Arrays;

/**
 * What shape rules and kernels see of a tensor. Arrays returned here are shared and must not be modified.
 */
public interface Operand {
    DType dtype();

    /** Sizes by dimension; shared, never modified. */
    long[] sizes();

    /** Strides by dimension, in elements; shared, never modified. Zero for a broadcast dimension. */
    long[] strides();

    /** Number of elements. */
    long numel();

    /** Address in bytes of the first element on {@link #device()}; 0 on {@link Device#META} and for empty tensors. */
    long address();

    Device device();

    /** Whether this is a Java number standing as a tensor; it takes part in promotion only by its category. */
    boolean isWrappedNumber();

    /** Whether elements lie row-major without gaps. */
    boolean isContiguous();

    default int rank() {
        return sizes().length;
    }

    default Shape shape() {
        return Shape.wrap(sizes());
    }

    /** The operand as errors show it: {@code [32, 784] float32}. */
    static String describe(Operand operand) {
        return Arrays.toString(operand.sizes()) + " " + operand.dtype();
    }
}
