package dev.tenon.spi;

import dev.tenon.core.Ints;
import dev.tenon.core.Shape;

/** Shapes of two-dimensional convolution and its gradients; an image without a batch dimension counts as a batch of one. */
public final class ConvRules {
    private static final long MOST = 1L << 29;

    private ConvRules() {}

    /** [B, C, H, W] and [O, C / groups, kh, kw] make [B, O, oh, ow]. */
    public static void conv2d(Inference call, Ints stride, Ints padding, Ints dilation, long groups) {
        ShapeRules.oneDtype(call);
        images(call, 0);
        ShapeRules.rank(call, 1, 4);
        var input = call.in(0).sizes();
        var weight = call.in(1).sizes();
        geometry(call, stride, padding, dilation, groups);
        long channels = input[input.length - 3];
        if (weight[1] * groups != channels || weight[0] % groups != 0) {
            throw call.shapeError("weight [O, C / groups, kh, kw] must have C = " + channels + " input channels in " + groups
                + (groups == 1 ? " group" : " groups that divide O") + ", here C / groups = " + weight[1] + " and O = " + weight[0], null);
        }
        ShapeRules.sizes(call, 2, "[O]", weight[0]);
        call.output(call.in(0).dtype(), output(call, input, weight, stride, padding, dilation));
    }

    /** The gradient of the input: of the size that conv2d was given. */
    public static void conv2dInput(Inference call, Ints inputSize, Ints stride, Ints padding, Ints dilation, long groups) {
        ShapeRules.oneDtype(call);
        images(call, 0);
        ShapeRules.rank(call, 1, 4);
        geometry(call, stride, padding, dilation, groups);
        var input = inputSize.toArray();
        ShapeRules.sizes(call, 0, "of the convolution", output(call, input, call.in(1).sizes(), stride, padding, dilation));
        call.output(call.in(0).dtype(), input);
    }

    /** The gradient of the weight: of the size that conv2d was given. */
    public static void conv2dWeight(Inference call, Ints weightSize, Ints stride, Ints padding, Ints dilation, long groups) {
        ShapeRules.oneDtype(call);
        images(call, 0);
        geometry(call, stride, padding, dilation, groups);
        var weight = weightSize.toArray();
        ShapeRules.sizes(call, 1, "of the convolution", output(call, call.in(0).sizes(), weight, stride, padding, dilation));
        call.output(call.in(0).dtype(), weight);
    }

    /** How many windows fit into {@code size} places. */
    static long windows(long size, long kernel, long stride, long padding, long dilation) {
        return Math.floorDiv(size + 2 * padding - dilation * (kernel - 1) - 1, stride) + 1;
    }

    private static long[] output(Inference call, long[] input, long[] weight, Ints stride, Ints padding, Ints dilation) {
        int rank = input.length;
        var sizes = input.clone();
        sizes[rank - 3] = weight[0];
        for (int i = 0; i < 2; i++) {
            int d = rank - 2 + i;
            long kernel = weight[2 + i];
            if (!isCount(input[d], 0) || !isCount(kernel, 0)) {
                throw call.shapeError("the sizes of images and kernels must be at most 2^29", null);
            }
            sizes[d] = windows(input[d], kernel, stride.at(i), padding.at(i), dilation.at(i));
            if (sizes[d] < 1 || kernel < 1) {
                throw call
                    .shapeError("the kernel spans " + (dilation.at(i) * (kernel - 1) + 1) + " places of dimension " + d + ", which has "
                        + input[d] + " and " + 2 * padding.at(i) + " of padding", "a larger padding or a smaller kernel");
            }
        }
        Shape.of(sizes);
        return sizes;
    }

    private static void images(Inference call, int which) {
        int rank = call.in(which).rank();
        if (rank != 3 && rank != 4) {
            throw call.shapeError(ShapeRules.name(call, which) + " must be [B, C, H, W] or [C, H, W], got " + rank + " dimensions", null);
        }
        DTypeRules.requireNumeric(call, which);
    }

    private static void geometry(Inference call, Ints stride, Ints padding, Ints dilation, long groups) {
        for (int i = 0; i < 2; i++) {
            if (!isCount(stride.at(i), 1) || !isCount(dilation.at(i), 1) || !isCount(padding.at(i), 0)) {
                throw call.shapeError("stride " + stride + " and dilation " + dilation + " must be positive, padding " + padding
                    + " not negative, and all at most 2^29", null);
            }
        }
        if (!isCount(groups, 1)) {
            throw call.shapeError("groups must be positive, got " + groups, null);
        }
    }

    /** Whether this is a number of places: so few that kernels can add three of them in 32 bits. */
    static boolean isCount(long value, long least) {
        return value >= least && value <= MOST;
    }
}
