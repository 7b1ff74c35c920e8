package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import org.jspecify.annotations.Nullable;

/** Shapes of two-dimensional pooling and its gradients; an image without a batch dimension counts as a batch of one. */
public final class PoolRules {
    private static final Ints ONE = Ints.of(1);

    private PoolRules() {}

    /** The step between windows: their size where none is given. */
    public static Ints stride(@Nullable Ints stride, Ints kernelSize) {
        return stride == null || stride.size() == 0 ? kernelSize : stride;
    }

    /** Maxima of windows, and their places. */
    public static void maxPool2d(Inference call, Ints kernelSize, @Nullable Ints stride, Ints padding, Ints dilation, boolean ceilMode) {
        var sizes = pooled(call, call.in(0).sizes(), kernelSize, stride(stride, kernelSize), padding, dilation, ceilMode);
        call.output(call.in(0).dtype(), sizes);
        call.output(DType.INT64, sizes);
    }

    /** The gradient of maxima: their places have one number each. */
    public static void maxPool2dBackward(Inference call, Ints inputSize) {
        images(call, call.in(0).sizes());
        ShapeRules.sizes(call, 1, "of grad_output", call.in(0).sizes());
        if (call.in(1).dtype() != DType.INT64) {
            throw call.dtypeError("the indices must be int64, got " + call.in(1).dtype(), "to(INT64) them");
        }
        planes(call, call.in(0).sizes(), inputSize);
        call.output(call.in(0).dtype(), inputSize.toArray());
    }

    /** Means of windows. */
    public static void avgPool2d(Inference call, Ints kernelSize, @Nullable Ints stride, Ints padding, boolean ceilMode,
        boolean countIncludePad,
        @Nullable Long divisorOverride) {
        divisor(call, divisorOverride);
        call.output(call.in(0).dtype(),
            pooled(call, call.in(0).sizes(), kernelSize, stride(stride, kernelSize), padding, ONE, ceilMode));
    }

    /** The gradient of means. */
    public static void avgPool2dBackward(Inference call, Ints inputSize, Ints kernelSize, @Nullable Ints stride, Ints padding,
        boolean ceilMode,
        boolean countIncludePad, @Nullable Long divisorOverride) {
        divisor(call, divisorOverride);
        var input = inputSize.toArray();
        ShapeRules.sizes(call, 0, "of the pooling", pooled(call, input, kernelSize, stride(stride, kernelSize), padding, ONE, ceilMode));
        call.output(call.in(0).dtype(), input);
    }

    /** Means of as many windows as the output has places. */
    public static void adaptiveAvgPool2d(Inference call, Ints outputSize) {
        DTypeRules.requireFloating(call, 0);
        var sizes = call.in(0).sizes().clone();
        images(call, sizes);
        for (int i = 0; i < 2; i++) {
            int d = sizes.length - 2 + i;
            long size = outputSize.at(i);
            if (!ConvRules.isCount(size, -1) || !ConvRules.isCount(sizes[d], size == 0 ? 0 : 1)) {
                throw call.shapeError("output_size must be in [0, 2^29], or -1 for the input's, got " + outputSize
                    + ", and an image that is not empty is needed", null);
            }
            sizes[d] = size == -1 ? sizes[d] : size;
        }
        Shape.of(sizes);
        call.output(call.in(0).dtype(), sizes);
    }

    /** The gradient of such means. */
    public static void adaptiveAvgPool2dBackward(Inference call, Ints inputSize) {
        images(call, call.in(0).sizes());
        planes(call, call.in(0).sizes(), inputSize);
        call.output(call.in(0).dtype(), inputSize.toArray());
    }

    private static long[] pooled(Inference call, long[] input, Ints kernel, Ints stride, Ints padding, Ints dilation, boolean ceilMode) {
        images(call, input);
        DTypeRules.requireNumeric(call, 0);
        if (stride.size() != 1 && stride.size() != 2) {
            throw call.shapeError("stride must hold 1 or 2 integers, got " + stride, null);
        }
        var sizes = input.clone();
        for (int i = 0; i < 2; i++) {
            int d = input.length - 2 + i;
            if (!ConvRules.isCount(input[d], 1)) {
                throw call.shapeError("the sizes of images must be in [1, 2^29], dimension " + d + " has " + input[d], null);
            }
            check(call, kernel.at(i), stride.at(i), padding.at(i), dilation.at(i));
            sizes[d] = windows(input[d], kernel.at(i), stride.at(i), padding.at(i), dilation.at(i), ceilMode);
            if (sizes[d] < 1) {
                throw call
                    .shapeError("a window spans " + (dilation.at(i) * (kernel.at(i) - 1) + 1) + " places of dimension " + d + ", which has "
                        + input[d] + " and " + 2 * padding.at(i) + " of padding", "a smaller kernel_size");
            }
            requireInside(call, d, input[d], stride.at(i), padding.at(i), dilation.at(i), sizes[d]);
        }
        Shape.of(sizes);
        return sizes;
    }

    /** A window that begins in the padding and steps over a dimension shorter than its step reads nothing. */
    private static void requireInside(Inference call, int dim, long size, long stride, long padding, long dilation, long windows) {
        if (size >= dilation) {
            return;
        }
        for (long w = 0; w < windows && w * stride < padding; w++) {
            if (Math.floorMod(w * stride - padding, dilation) >= size) {
                throw call.shapeError("window " + w + " of dimension " + dim + ", which has " + size + " places, lies in the padding of "
                    + padding + " alone: it steps by a dilation of " + dilation, "a smaller dilation or padding");
            }
        }
    }

    /** How many windows fit; with {@code ceilMode} also one that ends outside, if it starts inside or in the padding before. */
    private static long windows(long size, long kernel, long stride, long padding, long dilation, boolean ceilMode) {
        if (!ceilMode) {
            return ConvRules.windows(size, kernel, stride, padding, dilation);
        }
        long count = Math.ceilDiv(size + 2 * padding - dilation * (kernel - 1) - 1, stride) + 1;
        return (count - 1) * stride >= size + padding ? count - 1 : count;
    }

    private static void check(Inference call, long kernel, long stride, long padding, long dilation) {
        if (!ConvRules.isCount(kernel, 1) || !ConvRules.isCount(stride, 1) || !ConvRules.isCount(dilation, 1)) {
            throw call.shapeError("kernel_size, stride and dilation must be positive and at most 2^29", null);
        }
        if (padding < 0 || padding > kernel / 2) {
            throw call.shapeError("padding must be at most half of the kernel's size (" + kernel + "), got " + padding,
                "pad(...) the input first");
        }
    }

    private static void images(Inference call, long[] sizes) {
        if (sizes.length != 3 && sizes.length != 4) {
            throw call.shapeError(ShapeRules.name(call, 0) + " must be [B, C, H, W] or [C, H, W], got " + sizes.length + " dimensions",
                null);
        }
    }

    private static void planes(Inference call, long[] sizes, Ints inputSize) {
        boolean equal = inputSize.size() == sizes.length;
        for (int d = 0; equal && d < sizes.length - 2; d++) {
            equal = sizes[d] == inputSize.get(d);
        }
        if (!equal) {
            throw call.shapeError("the batch and channels must be those of the input " + inputSize, null);
        }
    }

    private static void divisor(Inference call, @Nullable Long divisorOverride) {
        if (divisorOverride != null && divisorOverride == 0) {
            throw call.shapeError("divisor_override must not be 0", null);
        }
    }
}
