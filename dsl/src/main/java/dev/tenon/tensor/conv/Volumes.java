package dev.tenon.tensor.conv;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Padding;
import dev.tenon.spi.Layouts;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Convolutions of volumes as convolutions of images: the depths that a window covers become channels, each depth of the output an image. */
public final class Volumes {
    private static final String NAME = "conv3d";

    private Volumes() {}

    public static Tensor conv3d(Tensor input, Tensor weight, @Nullable Tensor bias, long[] stride, long[] padding, long[] dilation,
        long groups) {
        requireVolumes(NAME, input, weight);
        if (input.rank() == 4) {
            return Ops.squeeze(conv3d(Ops.unsqueeze(input, 0), weight, bias, stride, padding, dilation, groups), 0);
        }
        long depth = weight.size(2);
        var windows = windows(input, depth, ImageWindows.at(stride, 0), ImageWindows.at(padding, 0), ImageWindows.at(dilation, 0));
        long planes = windows.size(1);
        var images = Ops.reshape(windows, input.size(0) * planes, input.size(1) * depth, input.size(3), input.size(4));
        var kernels = Ops.reshape(weight, weight.size(0), weight.size(1) * depth, weight.size(3), weight.size(4));
        var result = Ops.conv2d(images, kernels, bias, image(stride), image(padding), image(dilation), groups);
        var split = Ops.reshape(result, input.size(0), planes, weight.size(0), result.size(2), result.size(3));
        return Ops.contiguous(Ops.transpose(split, 1, 2));
    }

    public static Tensor conv3d(Tensor input, Tensor weight, Padding padding, @Nullable Tensor bias, long[] stride, long[] dilation,
        long groups) {
        if (padding == Padding.VALID) {
            return conv3d(input, weight, bias, stride, new long[] {0}, dilation, groups);
        }
        if (Arrays.stream(stride).anyMatch(step -> step != 1)) {
            throw new ArgumentException("conv3d: padding same needs stride 1, got " + Arrays.toString(stride));
        }
        requireVolumes(NAME, input, weight);
        var pad = new long[6];
        for (int i = 0; i < 3; i++) {
            long total = ImageWindows.at(dilation, i) * (weight.size(2 + i) - 1);
            pad[2 * (2 - i)] = total / 2;
            pad[2 * (2 - i) + 1] = total - total / 2;
        }
        return conv3d(Ops.constantPadNd(input, pad), weight, bias, stride, new long[] {0}, dilation, groups);
    }

    /** [B, windows, C, depth, H, W] of [B, C, D, H, W]. */
    private static Tensor windows(Tensor input, long depth, long stride, long padding, long dilation) {
        if (padding < 0) {
            throw new ArgumentException("conv3d: padding must not be negative, got " + padding);
        }
        var padded = padding == 0 ? Ops.contiguous(input) : Ops.constantPadNd(input, 0, 0, 0, 0, padding, padding);
        long count = ImageWindows.count(NAME, input, padded.size(2), depth, stride, dilation);
        var step = Layouts.rowMajor(padded.shape().toArray());
        long[] sizes = {input.size(0), count, input.size(1), depth, input.size(3), input.size(4)};
        long[] strides = {step[0], stride * step[2], step[1], dilation * step[2], step[3], step[4]};
        return UncheckedOps.stridedView(padded, sizes, strides, 0);
    }

    /** The part of a list for depth, height and width that is for height and width. */
    public static long[] image(long[] values) {
        return new long[] {ImageWindows.at(values, 1), ImageWindows.at(values, 2)};
    }

    static void requireVolumes(String name, Tensor input, Tensor weight) {
        if (weight.rank() != 5 || input.rank() != 4 && input.rank() != 5) {
            throw new ShapeException(name + ": input must be [B, C, D, H, W] or [C, D, H, W], and weight must have 5 dimensions\n  input: "
                + Operand.describe(input) + "   weight: " + Operand.describe(weight));
        }
    }
}
