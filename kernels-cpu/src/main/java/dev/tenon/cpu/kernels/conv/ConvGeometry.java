package dev.tenon.cpu.kernels.conv;

import dev.tenon.core.Ints;
import dev.tenon.cpu.layout.Bounds;

/**
 * The sizes of one two-dimensional convolution: input {@code [batch, channels, height, width]}, weight
 * {@code [outChannels, channels / groups, kernelHeight, kernelWidth]}, output {@code [batch, outChannels, outHeight, outWidth]}.
 */
record ConvGeometry(int batch, int channels, int height, int width, int outChannels, int outHeight, int outWidth, int kernelHeight,
    int kernelWidth, int strideY, int strideX, int padY, int padX, int dilationY, int dilationX, int groups) {

    /** From the sizes of the input, without or with a batch, of the weight, and the attributes of the operator {@code op}. */
    static ConvGeometry of(String op, long[] input, long[] weight, Ints stride, Ints padding, Ints dilation, long groups) {
        int rank = input.length;
        int height = Math.toIntExact(input[rank - 2]);
        int width = Math.toIntExact(input[rank - 1]);
        int kernelHeight = Math.toIntExact(weight[2]);
        int kernelWidth = Math.toIntExact(weight[3]);
        int strideY = Bounds.of(op, "stride", stride, 0);
        int strideX = Bounds.of(op, "stride", stride, 1);
        int padY = Bounds.of(op, "padding", padding, 0);
        int padX = Bounds.of(op, "padding", padding, 1);
        int dilationY = Bounds.of(op, "dilation", dilation, 0);
        int dilationX = Bounds.of(op, "dilation", dilation, 1);
        int outHeight = outputs(height, kernelHeight, strideY, padY, dilationY);
        int outWidth = outputs(width, kernelWidth, strideX, padX, dilationX);
        int batch = rank == 3 ? 1 : Math.toIntExact(input[0]);
        return new ConvGeometry(batch, Math.toIntExact(input[rank - 3]), height, width, Math.toIntExact(weight[0]), outHeight, outWidth,
            kernelHeight, kernelWidth, strideY, strideX, padY, padX, dilationY, dilationX, Math.toIntExact(groups));
    }

    private static int outputs(int size, int kernel, int stride, int pad, int dilation) {
        return Math.toIntExact((size + 2L * pad - (long) dilation * (kernel - 1) - 1) / stride + 1);
    }

    /** Kernel positions. */
    int taps() {
        return kernelHeight * kernelWidth;
    }

    int groupChannels() {
        return channels / groups;
    }

    int groupOutChannels() {
        return outChannels / groups;
    }

    /** Input values that one output value is computed from. */
    int depth() {
        return groupChannels() * taps();
    }

    long plane() {
        return (long) height * width;
    }

    long outPlane() {
        return (long) outHeight * outWidth;
    }
}
