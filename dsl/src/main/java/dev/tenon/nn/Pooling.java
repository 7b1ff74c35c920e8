package dev.tenon.nn;

import dev.tenon.core.Ints;
import dev.tenon.tensor.Ops;

/** The pooling layers of signals and volumes, and those of maxima by windows of nearly one size. */
public final class Pooling {
    private Pooling() {}

    /** The maximum of each window: {@code [b, c, l]} to {@code [b, c, l']}. */
    public static Layer maxPool1d(Ints kernel, PoolOptions options) {
        var sizes = Sizes.expand("MaxPool1d", "kernel", kernel, 1);
        var stride = options.strides("MaxPool1d", 1);
        var padding = Sizes.expand("MaxPool1d", "padding", options.padding(), 1);
        var dilation = Sizes.expand("MaxPool1d", "dilation", options.dilation(), 1);
        return new Activation("MaxPool1d(" + Sizes.text(sizes) + ")",
            x -> Ops.maxPool1d(x, sizes, stride, padding, dilation, options.ceilMode()));
    }

    /** The maximum of each window: {@code [b, c, d, h, w]} to {@code [b, c, d', h', w']}. */
    public static Layer maxPool3d(Ints kernel, PoolOptions options) {
        var sizes = Sizes.expand("MaxPool3d", "kernel", kernel, 3);
        var stride = options.strides("MaxPool3d", 3);
        var padding = Sizes.expand("MaxPool3d", "padding", options.padding(), 3);
        var dilation = Sizes.expand("MaxPool3d", "dilation", options.dilation(), 3);
        return new Activation("MaxPool3d(" + Sizes.text(sizes) + ")",
            x -> Ops.maxPool3d(x, sizes, stride, padding, dilation, options.ceilMode()));
    }

    /** The mean of each window: {@code [b, c, l]} to {@code [b, c, l']}. */
    public static Layer avgPool1d(Ints kernel, PoolOptions options) {
        var sizes = Sizes.expand("AvgPool1d", "kernel", kernel, 1);
        var stride = options.strides("AvgPool1d", 1);
        var padding = Sizes.expand("AvgPool1d", "padding", options.padding(), 1);
        return new Activation("AvgPool1d(" + Sizes.text(sizes) + ")",
            x -> Ops.avgPool1d(x, sizes, stride, padding, options.ceilMode(), options.countIncludePad()));
    }

    /** The mean of each window: {@code [b, c, d, h, w]} to {@code [b, c, d', h', w']}. */
    public static Layer avgPool3d(Ints kernel, PoolOptions options) {
        var sizes = Sizes.expand("AvgPool3d", "kernel", kernel, 3);
        var stride = options.strides("AvgPool3d", 3);
        var padding = Sizes.expand("AvgPool3d", "padding", options.padding(), 3);
        return new Activation("AvgPool3d(" + Sizes.text(sizes) + ")",
            x -> Ops.avgPool3d(x, sizes, stride, padding, options.ceilMode(), options.countIncludePad(), options.divisor()));
    }

    /** Means of as many windows as the output has places: {@code [b, c, l]} to {@code [b, c, size]}. */
    public static Layer adaptiveAvgPool1d(Ints size) {
        var sizes = Sizes.expand("AdaptiveAvgPool1d", "size", size, 1);
        return new Activation("AdaptiveAvgPool1d(" + size + ")", x -> Ops.adaptiveAvgPool1d(x, sizes));
    }

    /** Means of as many windows as the output has places: {@code [b, c, d, h, w]} to {@code [b, c, size...]}. */
    public static Layer adaptiveAvgPool3d(Ints size) {
        var sizes = Sizes.expand("AdaptiveAvgPool3d", "size", size, 3);
        return new Activation("AdaptiveAvgPool3d(" + size + ")", x -> Ops.adaptiveAvgPool3d(x, sizes));
    }

    /** Maxima of as many windows as the output has places: {@code [b, c, l]} to {@code [b, c, size]}. */
    public static Layer adaptiveMaxPool1d(Ints size) {
        var sizes = Sizes.expand("AdaptiveMaxPool1d", "size", size, 1);
        return new Activation("AdaptiveMaxPool1d(" + size + ")", x -> Ops.adaptiveMaxPool1d(x, sizes));
    }

    /** Maxima of as many windows as the output has places: {@code [b, c, h, w]} to {@code [b, c, size...]}. */
    public static Layer adaptiveMaxPool2d(Ints size) {
        var sizes = Sizes.expand("AdaptiveMaxPool2d", "size", size, 2);
        return new Activation("AdaptiveMaxPool2d(" + size + ")", x -> Ops.adaptiveMaxPool2d(x, sizes));
    }

    /** Maxima of as many windows as the output has places: {@code [b, c, d, h, w]} to {@code [b, c, size...]}. */
    public static Layer adaptiveMaxPool3d(Ints size) {
        var sizes = Sizes.expand("AdaptiveMaxPool3d", "size", size, 3);
        return new Activation("AdaptiveMaxPool3d(" + size + ")", x -> Ops.adaptiveMaxPool3d(x, sizes));
    }
}
