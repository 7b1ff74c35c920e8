package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Padding;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Convolutions of signals, which are images of height 1, and paddings by name. */
final class Convolutions {
    private Convolutions() {}

    static Tensor conv1d(Tensor input, Tensor weight, @Nullable Tensor bias, long[] stride, long[] padding, long[] dilation, long groups) {
        if (weight.rank() != 3 || input.rank() != 2 && input.rank() != 3) {
            throw new ShapeException(
                "conv1d: input must be [B, C, L] or [C, L], and weight [O, C / groups, k]\n  input: " + Operand.describe(input)
                    + "   weight: " + Operand.describe(weight));
        }
        if (stride.length != 1 || padding.length != 1 || dilation.length != 1) {
            throw new ArgumentException("conv1d: stride, padding and dilation must hold one integer each");
        }
        var image = Ops.conv2d(Ops.unsqueeze(input, -2), Ops.unsqueeze(weight, -2), bias, row(1, stride), row(0, padding), row(1, dilation),
            groups);
        return Ops.squeeze(image, -2);
    }

    static Tensor conv1d(Tensor input, Tensor weight, Padding padding, @Nullable Tensor bias, long[] stride, long[] dilation, long groups) {
        var padded = padding == Padding.SAME ? same("conv1d", input, weight, stride, dilation) : input;
        return conv1d(padded, weight, bias, stride, new long[] {0}, dilation, groups);
    }

    static Tensor conv2d(Tensor input, Tensor weight, Padding padding, @Nullable Tensor bias, long[] stride, long[] dilation, long groups) {
        var padded = padding == Padding.SAME ? same("conv2d", input, weight, stride, dilation) : input;
        return Ops.conv2d(padded, weight, bias, stride, new long[] {0}, dilation, groups);
    }

    private static long[] row(long height, long[] width) {
        return new long[] {height, width[0]};
    }

    /** The input with so many zeros around it that windows at every place fit; of an odd number the last comes behind. */
    private static Tensor same(String name, Tensor input, Tensor weight, long[] stride, long[] dilation) {
        if (weight.rank() < 3 || dilation.length != 1 && dilation.length != weight.rank() - 2) {
            throw new ShapeException(name + ": dilation " + Arrays.toString(dilation)
                + " must hold 1 integer, or one for each dimension of the kernel\n  weight: "
                + Operand.describe(weight));
        }
        if (Arrays.stream(stride).anyMatch(step -> step != 1)) {
            throw new ArgumentException(name + ": padding same needs stride 1, got " + Arrays.toString(stride));
        }
        int dims = weight.rank() - 2;
        var pad = new long[2 * dims];
        for (int i = 0; i < dims; i++) {
            long total = dilation[dilation.length == 1 ? 0 : i] * (weight.size(2 + i) - 1);
            int pair = dims - 1 - i;
            pad[2 * pair] = total / 2;
            pad[2 * pair + 1] = total - total / 2;
        }
        return Ops.constantPadNd(input, pad);
    }
}
