package dev.tenon.spi;

import dev.tenon.core.Ints;
import org.jspecify.annotations.Nullable;

/**
 * How many windows convolutions and pools have along one dimension: the one home of this arithmetic, for rules and kernels. With
 * {@code n} places, {@code p} of padding before and after, and windows of {@code k} places, each {@code d} after the one before, that begin
 * every {@code s} places, they are {@code floor((n + 2p - d(k - 1) - 1) / s) + 1}.
 *
 * @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin &amp; Visin (2016), A guide to convolution arithmetic</a>
 */
public final class WindowSizes {
    /** So few places that kernels can add three such numbers in 32 bits. */
    private static final long MOST = 1L << 29;
    /** So short steps and windows that kernels can add one to such a sum. */
    private static final long LONGEST = 1L << 28;

    private WindowSizes() {}

    /** How many windows lie inside of the places and the padding; less than 1 if none does. */
    public static long windows(long size, long kernel, long stride, long padding, long dilation) {
        return Math.floorDiv(size + 2 * padding - dilation * (kernel - 1) - 1, stride) + 1;
    }

    /** As above; with {@code ceilMode} also one that ends outside, if it begins inside or in the padding before. */
    public static long windows(long size, long kernel, long stride, long padding, long dilation, boolean ceilMode) {
        if (!ceilMode) {
            return windows(size, kernel, stride, padding, dilation);
        }
        long count = Math.ceilDiv(size + 2 * padding - dilation * (kernel - 1) - 1, stride) + 1;
        return (count - 1) * stride >= size + padding ? count - 1 : count;
    }

    /** The steps between windows: their sizes where none are given. */
    public static Ints steps(@Nullable Ints stride, Ints kernelSize) {
        return stride == null || stride.size() == 0 ? kernelSize : stride;
    }

    // ---- rules ------------------------------------------------------------------------------------------------------

    /** The steps between windows of so many dimensions. */
    public static Ints steps(Inference call, @Nullable Ints stride, Ints kernelSize, long dimensions) {
        var steps = steps(stride, kernelSize);
        if (steps.size() != 1 && steps.size() != dimensions) {
            throw call.shapeError("stride must hold 1 or " + dimensions + " integers, got " + steps, null);
        }
        return steps;
    }

    /** The windows of a convolution along a dimension, of which there must be one. */
    public static long convolved(Inference call, long[] sizes, long dim, long kernel, long stride, long padding, long dilation) {
        int axis = Axes.axis(call, dim, sizes.length);
        long size = ShapeRules.extent(call, sizes, dim);
        if (!isStep(stride, 1) || !isStep(dilation, 1) || !isStep(padding, 0)) {
            throw call.shapeError("stride " + stride + " and dilation " + dilation + " must be positive, padding " + padding
                + " not negative, and all at most 2^28", null);
        }
        if (!isCount(size, 0) || !isCount(kernel, 0)) {
            throw call.shapeError("the sizes of inputs and kernels must be at most 2^29, dimension " + axis + " has " + size
                + " and the kernel " + kernel, null);
        }
        long windows = windows(size, kernel, stride, padding, dilation);
        if (windows < 1 || kernel < 1) {
            throw call
                .shapeError("the kernel spans " + (dilation * (kernel - 1) + 1) + " places of dimension " + axis + ", which has " + size
                    + " and " + 2 * padding + " of padding", "a larger padding or a smaller kernel");
        }
        return windows;
    }

    /** As above, of the sizes of an input, which are not copied. */
    public static long convolved(Inference call, int input, long dim, long kernel, long stride, long padding, long dilation) {
        return convolved(call, call.unchecked(input).sizes(), dim, kernel, stride, padding, dilation);
    }

    /** The windows of a pool along a dimension, each of which must reach at least one place. */
    public static long pooled(Inference call, long[] sizes, long dim, long kernel, long stride, long padding, long dilation,
        boolean ceilMode) {
        int axis = Axes.axis(call, dim, sizes.length);
        long size = ShapeRules.extent(call, sizes, dim);
        if (!isCount(size, 1)) {
            throw call.shapeError("the sizes of what is pooled must be in [1, 2^29], dimension " + axis + " has " + size, null);
        }
        if (!isStep(kernel, 1) || !isStep(stride, 1) || !isStep(dilation, 1)) {
            throw call.shapeError("kernel_size " + kernel + ", stride " + stride + " and dilation " + dilation
                + " must be positive and at most 2^28", null);
        }
        if (padding < 0 || padding > kernel / 2) {
            throw call.shapeError("padding must be at most half of the kernel's size (" + kernel + "), got " + padding,
                "pad(...) the input first");
        }
        long windows = windows(size, kernel, stride, padding, dilation, ceilMode);
        if (windows < 1) {
            throw call.shapeError("a window spans " + (dilation * (kernel - 1) + 1) + " places of dimension " + axis + ", which has " + size
                + " and " + 2 * padding + " of padding", "a smaller kernel_size");
        }
        requireInside(call, axis, size, stride, padding, dilation, windows);
        return windows;
    }

    /** As above, of the sizes of an input, which are not copied. */
    public static long pooled(Inference call, int input, long dim, long kernel, long stride, long padding, long dilation,
        boolean ceilMode) {
        return pooled(call, call.unchecked(input).sizes(), dim, kernel, stride, padding, dilation, ceilMode);
    }

    /** A window that begins in the padding and steps over a dimension shorter than its step reads nothing. */
    private static void requireInside(Inference call, int axis, long size, long stride, long padding, long dilation, long windows) {
        if (size >= dilation) {
            return;
        }
        for (long w = 0; w < windows && w * stride < padding; w++) {
            if (Math.floorMod(w * stride - padding, dilation) >= size) {
                throw call.shapeError("window " + w + " of dimension " + axis + ", which has " + size + " places, lies in the padding of "
                    + padding + " alone: it steps by a dilation of " + dilation, "a smaller dilation or padding");
            }
        }
    }

    /** As many windows along a dimension as are wanted, or as it has places. */
    public static long adapted(Inference call, long[] sizes, long dim, long wanted) {
        long size = ShapeRules.extent(call, sizes, dim);
        if (!isCount(wanted, -1) || !isCount(size, wanted == 0 ? 0 : 1)) {
            throw call.shapeError("output_size must be in [0, 2^29], or -1 for the input's, and the input not empty, got output_size "
                + wanted + " for dimension " + Axes.axis(call, dim, sizes.length) + ", which has " + size, null);
        }
        return wanted == -1 ? size : wanted;
    }

    /** As above, of the sizes of an input, which are not copied. */
    public static long adapted(Inference call, int input, long dim, long wanted) {
        return adapted(call, call.unchecked(input).sizes(), dim, wanted);
    }

    private static boolean isCount(long value, long least) {
        return value >= least && value <= MOST;
    }

    private static boolean isStep(long value, long least) {
        return value >= least && value <= LONGEST;
    }
}
