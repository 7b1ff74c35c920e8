package dev.tenon.tensor;

import org.jspecify.annotations.Nullable;

/** Pooling without its by-products. */
final class Pools {
    private Pools() {}

    static Tensor maxPool2d(Tensor input, long[] kernelSize, long @Nullable [] stride, long[] padding, long[] dilation, boolean ceilMode) {
        return Ops.maxPool2dWithIndices(input, kernelSize, stride, padding, dilation, ceilMode).values();
    }
}
