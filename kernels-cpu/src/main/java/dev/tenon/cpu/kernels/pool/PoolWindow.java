package dev.tenon.cpu.kernels.pool;

import dev.tenon.core.Ints;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Bounds;
import org.jspecify.annotations.Nullable;

/** The sizes of a pooling over planes of {@code height * width} to {@code outHeight * outWidth}. */
record PoolWindow(long planes, int height, int width, int outHeight, int outWidth, int kernelY, int kernelX, int strideY, int strideX,
    int padY, int padX, int dilationY, int dilationX) {

    /** From the operands before and after pooling by the operator {@code op}; a stride that is null or empty is the kernel's size. */
    static PoolWindow of(String op, UncheckedOperand whole, UncheckedOperand pooled, Ints kernel, @Nullable Ints stride, Ints padding,
        Ints dilation) {
        var step = stride == null || stride.size() == 0 ? kernel : stride;
        return new PoolWindow(planes(whole), size(whole, 2), size(whole, 1), size(pooled, 2), size(pooled, 1),
            Bounds.of(op, "kernel_size", kernel, 0), Bounds.of(op, "kernel_size", kernel, 1), Bounds.of(op, "stride", step, 0),
            Bounds.of(op, "stride", step, 1), Bounds.of(op, "padding", padding, 0), Bounds.of(op, "padding", padding, 1),
            Bounds.of(op, "dilation", dilation, 0), Bounds.of(op, "dilation", dilation, 1));
    }

    /** How many planes there are; a plane is the last two dimensions. */
    static long planes(UncheckedOperand operand) {
        long n = 1;
        for (int d = 0; d < operand.rank() - 2; d++) {
            n *= operand.sizes()[d];
        }
        return n;
    }

    /** The size of a dimension counted from the end. */
    static int size(UncheckedOperand operand, int fromEnd) {
        return Math.toIntExact(operand.sizes()[operand.rank() - fromEnd]);
    }

    /** The height of the plane with everything around it that windows read. */
    long reachY() {
        return Math.max((outHeight - 1L) * strideY + (kernelY - 1L) * dilationY + 1, (long) height + padY);
    }

    /** The same of the width. */
    long reachX() {
        return Math.max((outWidth - 1L) * strideX + (kernelX - 1L) * dilationX + 1, (long) width + padX);
    }

    long plane() {
        return (long) height * width;
    }

    long outPlane() {
        return (long) outHeight * outWidth;
    }

    /** How many planes a thread takes at least. */
    long grain() {
        return Workers.grain(Math.max(plane(), outPlane() * Math.min(plane(), (long) kernelY * kernelX)));
    }

    /** The first row of output row {@code oy}'s windows, maybe in the padding. */
    int top(int oy) {
        return oy * strideY - padY;
    }

    int left(int ox) {
        return ox * strideX - padX;
    }

    /** The first row or column of a window that is inside the plane, where it starts at {@code start}. */
    static int inside(int start, int dilation) {
        return start >= 0 ? start : start + (-start + dilation - 1) / dilation * dilation;
    }
}
