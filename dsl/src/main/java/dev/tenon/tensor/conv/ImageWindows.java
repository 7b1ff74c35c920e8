package dev.tenon.tensor.conv;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Layouts;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;

/** Sliding windows as dimensions of their own, by the strides of a view: only the final reshape copies. */
public final class ImageWindows {
    private ImageWindows() {}

    /** The value for dimension {@code i} of a list in which one number stands for all. */
    public static long at(long[] values, int i) {
        return values.length == 1 ? values[0] : values[i];
    }

    /** How many windows fit into {@code size} places, padding included; at least one must. */
    static long count(String name, Tensor input, long size, long kernel, long stride, long dilation) {
        if (kernel < 1 || stride < 1 || dilation < 1) {
            throw new ArgumentException(name + ": kernel size, stride and dilation must be positive, got " + kernel + ", " + stride
                + " and " + dilation);
        }
        long span = dilation * (kernel - 1) + 1;
        if (span > size) {
            throw new ShapeException(name + ": a window spans " + span + " places, the padded input has " + size + "\n  input: "
                + Operand.describe(input)
                + "\n  try:   a larger padding or a smaller kernel");
        }
        return (size - span) / stride + 1;
    }

    public static Tensor unfold(Tensor input, long[] kernelSize, long[] dilation, long[] padding, long[] stride) {
        if (input.rank() == 3) {
            return Ops.squeeze(unfold(Ops.unsqueeze(input, 0), kernelSize, dilation, padding, stride), 0);
        }
        if (input.rank() != 4) {
            throw new ShapeException("unfold: the input must be [B, C, H, W] or [C, H, W]\n  input: " + Operand.describe(input));
        }
        var padded = padded("unfold", input, padding);
        long kh = at(kernelSize, 0);
        long kw = at(kernelSize, 1);
        long rows = count("unfold", input, padded.size(2), kh, at(stride, 0), at(dilation, 0));
        long columns = count("unfold", input, padded.size(3), kw, at(stride, 1), at(dilation, 1));
        var step = Layouts.rowMajor(padded.shape().toArray());
        long[] sizes = {input.size(0), input.size(1), kh, kw, rows, columns};
        long[] strides = {step[0], step[1], at(dilation, 0) * step[2], at(dilation, 1) * step[3], at(stride, 0) * step[2],
            at(stride, 1) * step[3]};
        return Ops.reshape(UncheckedOps.stridedView(padded, sizes, strides, 0), input.size(0), input.size(1) * kh * kw, rows * columns);
    }

    public static Tensor fold(Tensor input, long[] outputSize, long[] kernelSize, long[] dilation, long[] padding, long[] stride) {
        if (input.rank() == 2) {
            return Ops.squeeze(fold(Ops.unsqueeze(input, 0), outputSize, kernelSize, dilation, padding, stride), 0);
        }
        if (input.rank() != 3) {
            throw new ShapeException(
                "fold: the input must be [B, C * kh * kw, windows] or [C * kh * kw, windows]\n  input: " + Operand.describe(input));
        }
        long y = atLeastZero(padding, 0);
        long x = atLeastZero(padding, 1);
        long height = Math.addExact(at(outputSize, 0), 2 * y);
        long width = Math.addExact(at(outputSize, 1), 2 * x);
        long kh = at(kernelSize, 0);
        long kw = at(kernelSize, 1);
        long rows = count("fold", input, height, kh, at(stride, 0), at(dilation, 0));
        long columns = count("fold", input, width, kw, at(stride, 1), at(dilation, 1));
        if (input.size(1) % (kh * kw) != 0 || input.size(2) != rows * columns) {
            throw new ShapeException(
                "fold: the input must have a multiple of kh * kw (" + kh * kw + ") rows and as many columns as windows ("
                    + rows + " * " + columns + ")\n  input: " + Operand.describe(input));
        }
        long channels = input.size(1) / (kh * kw);
        long[] sizes = {input.size(0), channels, height, width};
        var step = Layouts.rowMajor(sizes);
        long[] strides = {step[0], step[1], at(dilation, 0) * step[2], at(dilation, 1) * step[3], at(stride, 0) * step[2],
            at(stride, 1) * step[3]};
        var windows = Ops.reshape(input, input.size(0), channels, kh, kw, rows, columns);
        var whole = UncheckedOps.stridedEmbed(windows, sizes, strides, 0);
        return Ops.narrow(Ops.narrow(whole, 2, y, height - 2 * y), 3, x, width - 2 * x);
    }

    private static long atLeastZero(long[] padding, int i) {
        long places = at(padding, i);
        if (places < 0) {
            throw new ArgumentException("fold: padding must not be negative, got " + places);
        }
        return places;
    }

    private static Tensor padded(String name, Tensor input, long[] padding) {
        long y = at(padding, 0);
        long x = at(padding, 1);
        if (y < 0 || x < 0) {
            throw new ArgumentException(name + ": padding must not be negative, got " + y + " and " + x);
        }
        return y == 0 && x == 0 ? Ops.contiguous(input) : Ops.constantPadNd(input, x, x, y, y);
    }
}
