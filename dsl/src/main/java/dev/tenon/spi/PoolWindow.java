package dev.tenon.spi;

import dev.tenon.core.Ints;
import dev.tenon.core.UncheckedOperand;
import org.jspecify.annotations.Nullable;

/** The sizes of a pooling over planes of {@code height * width} to {@code outHeight * outWidth}, for the kernels of all devices. */
@CudaStruct
public record PoolWindow(int height, int width, int outHeight, int outWidth, int kernelY, int kernelX, int strideY, int strideX, int padY,
    int padX, int dilationY, int dilationX) {
    /** From the operands before and after pooling; a stride that is null or empty is the kernel's size. {@link WindowSizes} has checked them. */
    public static PoolWindow of(UncheckedOperand whole, UncheckedOperand pooled, Ints kernel, @Nullable Ints stride, Ints padding,
        Ints dilation) {
        var step = WindowSizes.steps(stride, kernel);
        return new PoolWindow(size(whole, 2), size(whole, 1), size(pooled, 2), size(pooled, 1), Math.toIntExact(kernel.at(0)),
            Math.toIntExact(kernel.at(1)), Math.toIntExact(step.at(0)), Math.toIntExact(step.at(1)), Math.toIntExact(padding.at(0)),
            Math.toIntExact(padding.at(1)), Math.toIntExact(dilation.at(0)), Math.toIntExact(dilation.at(1)));
    }

    /** How many planes there are; a plane is the last two dimensions. */
    public static long planes(UncheckedOperand operand) {
        long n = 1;
        for (int d = 0; d < operand.rank() - 2; d++) {
            n *= operand.sizes()[d];
        }
        return n;
    }

    /** Elements of a plane. */
    public static long plane(UncheckedOperand operand) {
        return (long) size(operand, 2) * size(operand, 1);
    }

    /** The size of a dimension counted from the end. */
    public static int size(UncheckedOperand operand, int fromEnd) {
        return Math.toIntExact(operand.sizes()[operand.rank() - fromEnd]);
    }

    /** The height of the plane with everything around it that windows read. */
    public long reachY() {
        return Math.max((outHeight - 1L) * strideY + (kernelY - 1L) * dilationY + 1, (long) height + padY);
    }

    /** The same of the width. */
    public long reachX() {
        return Math.max((outWidth - 1L) * strideX + (kernelX - 1L) * dilationX + 1, (long) width + padX);
    }

    public long plane() {
        return (long) height * width;
    }

    public long outPlane() {
        return (long) outHeight * outWidth;
    }

    /** Elements of a window. */
    public long taps() {
        return (long) kernelY * kernelX;
    }

    /** The first row of output row {@code oy}'s windows, maybe in the padding. */
    public int top(int oy) {
        return oy * strideY - padY;
    }

    /** The first column of output column {@code ox}'s windows, maybe in the padding. */
    public int left(int ox) {
        return ox * strideX - padX;
    }

    /** The first row or column of a window that is inside the plane, where it starts at {@code start}. */
    public static int inside(int start, int dilation) {
        return start >= 0 ? start : start + (-start + dilation - 1) / dilation * dilation;
    }
}
