package dev.tenon.nn;

import dev.tenon.core.Ints;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The mean of each window: {@code [b, c, h, w]} to {@code [b, c, h', w']}. */
public final class AvgPool2d extends Layer {
    private final long[] kernel;
    private final long @Nullable [] stride;
    private final long[] padding;
    private final PoolOptions options;

    public AvgPool2d(long kernel) {
        this(Ints.of(kernel), PoolOptions.DEFAULT);
    }

    public AvgPool2d(long kernel, UnaryOperator<PoolOptions> options) {
        this(Ints.of(kernel), options.apply(PoolOptions.DEFAULT));
    }

    /** A pooling layer; a window of one number is square. */
    public AvgPool2d(Ints kernel, PoolOptions options) {
        this.kernel = Sizes.expand("AvgPool2d", "kernel", kernel, 2);
        this.stride = options.strides("AvgPool2d");
        this.padding = Sizes.expand("AvgPool2d", "padding", options.padding(), 2);
        this.options = options;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Ops.avgPool2d(input, kernel, stride, padding, options.ceilMode(), options.countIncludePad(), options.divisor());
    }

    @Override
    public String toString() {
        return "AvgPool2d(" + Sizes.text(kernel) + (stride == null ? "" : ", stride=" + Sizes.text(stride)) + ")";
    }
}
