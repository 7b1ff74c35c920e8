package dev.tenon.nn;

import dev.tenon.core.Ints;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The maximum of each window: {@code [b, c, h, w]} to {@code [b, c, h', w']}. */
public final class MaxPool2d extends Layer {
    private final long[] kernel;
    private final long @Nullable [] stride;
    private final long[] padding;
    private final long[] dilation;
    private final boolean ceilMode;

    public MaxPool2d(long kernel) {
        this(Ints.of(kernel), PoolOptions.DEFAULT);
    }

    public MaxPool2d(long kernel, UnaryOperator<PoolOptions> options) {
        this(Ints.of(kernel), options.apply(PoolOptions.DEFAULT));
    }

    /** A pooling layer; a window of one number is square. */
    public MaxPool2d(Ints kernel, PoolOptions options) {
        this.kernel = Sizes.expand("MaxPool2d", "kernel", kernel, 2);
        this.stride = options.strides("MaxPool2d");
        this.padding = Sizes.expand("MaxPool2d", "padding", options.padding(), 2);
        this.dilation = Sizes.expand("MaxPool2d", "dilation", options.dilation(), 2);
        this.ceilMode = options.ceilMode();
    }

    @Override
    public Tensor forward(Tensor input) {
        return Ops.maxPool2d(input, kernel, stride, padding, dilation, ceilMode);
    }

    @Override
    public String toString() {
        return "MaxPool2d(" + Sizes.text(kernel) + (stride == null ? "" : ", stride=" + Sizes.text(stride)) + ")";
    }
}
