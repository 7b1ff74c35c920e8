package dev.tenon.nn;

import dev.tenon.core.Ints;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;

/** Means of as many windows as the output has places: {@code [b, c, h, w]} to {@code [b, c, height, width]}, whatever the input's size. */
public final class AdaptiveAvgPool2d extends Layer {
    private final long[] size;

    public AdaptiveAvgPool2d(long size) {
        this(Ints.of(size));
    }

    public AdaptiveAvgPool2d(long height, long width) {
        this(Ints.of(height, width));
    }

    /** To an output of this size; one number is a square. */
    public AdaptiveAvgPool2d(Ints size) {
        this.size = Sizes.expand("AdaptiveAvgPool2d", "size", size, 2);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Ops.adaptiveAvgPool2d(input, size);
    }

    @Override
    public String toString() {
        return "AdaptiveAvgPool2d(" + Sizes.text(size) + ")";
    }
}
