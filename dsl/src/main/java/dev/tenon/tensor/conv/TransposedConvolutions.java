package dev.tenon.tensor.conv;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Layouts;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Transposed convolutions: the gradient of a convolution for its input, which takes any tensor for the gradient of the output. */
public final class TransposedConvolutions {
    private TransposedConvolutions() {}

    public static Tensor conv1d(Tensor input, Tensor weight, @Nullable Tensor bias, long[] stride, long[] padding, long[] outputPadding,
        long groups,
        long[] dilation) {
        requireFitting("conv_transpose1d", 1, input, weight, groups);
        var result = spread("conv_transpose1d", Ops.unsqueeze(input, -2), Ops.unsqueeze(weight, -2), row(1, stride), row(0, padding),
            row(0, outputPadding), groups, row(1, dilation));
        return biased(Ops.squeeze(result, -2), bias, 1);
    }

    public static Tensor conv2d(Tensor input, Tensor weight, @Nullable Tensor bias, long[] stride, long[] padding, long[] outputPadding,
        long groups,
        long[] dilation) {
        requireFitting("conv_transpose2d", 2, input, weight, groups);
        return biased(spread("conv_transpose2d", input, weight, stride, padding, outputPadding, groups, dilation), bias, 2);
    }

    /** Every depth of the input is an image that makes as many images as the kernel is deep; these are added where they overlap. */
    public static Tensor conv3d(Tensor input, Tensor weight, @Nullable Tensor bias, long[] stride, long[] padding, long[] outputPadding,
        long groups,
        long[] dilation) {
        requireFitting("conv_transpose3d", 3, input, weight, groups);
        if (input.rank() == 4) {
            return Ops.squeeze(conv3d(Ops.unsqueeze(input, 0), weight, bias, stride, padding, outputPadding, groups, dilation), 0);
        }
        if (input.dtype().bytes() == 2 && input.dtype().isFloating()) {
            // What is added in halves would be rounded after every depth.
            var wide = conv3d(input.to(DType.FLOAT32), weight.to(DType.FLOAT32), bias == null ? null : bias.to(DType.FLOAT32), stride,
                padding, outputPadding,
                groups, dilation);
            return wide.to(input.dtype());
        }
        return biased(overlapped(input, weight, stride, padding, outputPadding, groups, dilation), bias, 3);
    }

    private static Tensor overlapped(Tensor input, Tensor weight, long[] stride, long[] padding, long[] outputPadding, long groups,
        long[] dilation) {
        var name = "conv_transpose3d";
        long batch = input.size(0);
        long planes = input.size(2);
        long depth = weight.size(2);
        var images = Ops.reshape(Ops.transpose(input, 1, 2), batch * planes, input.size(1), input.size(3), input.size(4));
        var kernels = Ops.reshape(weight, weight.size(0), weight.size(1) * depth, weight.size(3), weight.size(4));
        var parts = spread(name, images, kernels, Volumes.image(stride), Volumes.image(padding), Volumes.image(outputPadding), groups,
            Volumes.image(dilation));
        long size = size(name, input, planes, depth, stride, padding, outputPadding, dilation, 0);
        long margin = ImageWindows.at(padding, 0);
        long[] whole = {batch, weight.size(1) * groups, size + 2 * margin, parts.size(2), parts.size(3)};
        var step = Layouts.rowMajor(whole);
        long[] strides = {step[0], ImageWindows.at(stride, 0) * step[2], step[1], ImageWindows.at(dilation, 0) * step[2], step[3], step[4]};
        var taps = Ops.reshape(parts, batch, planes, whole[1], depth, whole[3], whole[4]);
        return Ops.narrow(UncheckedOps.stridedEmbed(taps, whole, strides, 0), 2, margin, size);
    }

    private static Tensor spread(String name, Tensor input, Tensor weight, long[] stride, long[] padding, long[] outputPadding,
        long groups, long[] dilation) {
        int rank = input.rank();
        var sizes = input.shape().toArray();
        var behind = new long[4];
        for (int i = 0; i < 2; i++) {
            int d = rank - 2 + i;
            sizes[d] = size(name, input, input.size(d), weight.size(2 + i), stride, padding, outputPadding, dilation, i);
            // A convolution forgets less than one step behind its last window; whole steps are further inputs, which are 0.
            behind[2 * (1 - i) + 1] = ImageWindows.at(outputPadding, i) / ImageWindows.at(stride, i);
        }
        sizes[rank - 3] = weight.size(1) * groups;
        boolean extended = behind[1] > 0 || behind[3] > 0;
        return UncheckedOps.conv2dInput(extended ? Ops.constantPadNd(input, behind) : input, weight, sizes, stride, padding, dilation,
            groups);
    }

    private static long size(String name, Tensor input, long size, long kernel, long[] stride, long[] padding, long[] outputPadding,
        long[] dilation, int i) {
        long step = ImageWindows.at(stride, i);
        long spacing = ImageWindows.at(dilation, i);
        long extra = ImageWindows.at(outputPadding, i);
        if (step < 1 || spacing < 1 || ImageWindows.at(padding, i) < 0 || extra < 0 || extra >= Math.max(step, spacing)) {
            throw new ArgumentException(name + ": stride " + step + " and dilation " + spacing
                + " must be positive, padding not negative, output_padding "
                + extra + " below one of the two first");
        }
        long result = (size - 1) * step - 2 * ImageWindows.at(padding, i) + spacing * (kernel - 1) + extra + 1;
        if (result < 1) {
            throw new ShapeException(name + ": the padding leaves an output of size " + result + "\n  input: " + Operand.describe(input)
                + "\n  try:   a smaller padding");
        }
        return result;
    }

    private static Tensor biased(Tensor result, @Nullable Tensor bias, int spatial) {
        if (bias == null) {
            return result;
        }
        var sizes = new long[spatial + 1];
        Arrays.fill(sizes, 1);
        sizes[0] = bias.numel();
        return Ops.add(result, Ops.reshape(bias, sizes));
    }

    private static long[] row(long height, long[] width) {
        return new long[] {height, width[0]};
    }

    private static void requireFitting(String name, int spatial, Tensor input, Tensor weight, long groups) {
        boolean fits = weight.rank() == spatial + 2 && (input.rank() == spatial + 1 || input.rank() == spatial + 2);
        if (!fits || groups < 1 || input.size(-1 - spatial) != weight.size(0) || weight.size(0) % groups != 0) {
            throw new ShapeException(name + ": input [B, C, ...] or [C, ...] and weight [C, O / groups, ...] must have " + spatial
                + " more dimensions and the same C, a multiple of groups (" + groups + ")\n  input: " + Operand.describe(input)
                + "   weight: "
                + Operand.describe(weight));
        }
    }
}
