package dev.tenon.spi;

import dev.tenon.core.Ints;

/**
 * The sizes of one two-dimensional convolution, for the kernels of all devices: input {@code [batch, channels, height, width]}, weight
 * {@code [outChannels, channels / groups, kernelHeight, kernelWidth]}, output {@code [batch, outChannels, outHeight, outWidth]}.
 */
@CudaStruct
public record Convolution(int batch, int channels, int height, int width, int outChannels, int outHeight, int outWidth, int kernelHeight,
    int kernelWidth, int strideY, int strideX, int padY, int padX, int dilationY, int dilationX, int groups) {
    /** From the sizes of the input and the output, both without or with a batch, and of the weight; {@link WindowSizes} has checked them. */
    public static Convolution of(long[] input, long[] weight, long[] output, Ints stride, Ints padding, Ints dilation, long groups) {
        int rank = input.length;
        return new Convolution(rank == 3 ? 1 : Math.toIntExact(input[0]), Math.toIntExact(input[rank - 3]),
            Math.toIntExact(input[rank - 2]), Math.toIntExact(input[rank - 1]), Math.toIntExact(weight[0]),
            Math.toIntExact(output[rank - 2]), Math.toIntExact(output[rank - 1]), Math.toIntExact(weight[2]), Math.toIntExact(weight[3]),
            Math.toIntExact(stride.at(0)), Math.toIntExact(stride.at(1)), Math.toIntExact(padding.at(0)), Math.toIntExact(padding.at(1)),
            Math.toIntExact(dilation.at(0)), Math.toIntExact(dilation.at(1)), Math.toIntExact(groups));
    }

    /** The part that computes some output rows of some images, for addresses of the first of these images. */
    public Convolution part(int images, int firstRow, int rows) {
        return new Convolution(images, channels, height, width, outChannels, rows, outWidth, kernelHeight, kernelWidth, strideY, strideX,
            padY - firstRow * strideY, padX, dilationY, dilationX, groups);
    }

    /** Kernel positions. */
    public int taps() {
        return kernelHeight * kernelWidth;
    }

    public int groupChannels() {
        return channels / groups;
    }

    public int groupOutChannels() {
        return outChannels / groups;
    }

    /** Input values that one output value is computed from. */
    public int depth() {
        return groupChannels() * taps();
    }

    public long plane() {
        return (long) height * width;
    }

    public long outPlane() {
        return (long) outHeight * outWidth;
    }

    /** Elements of an image. */
    public long image() {
        return channels * plane();
    }

    /** Elements of an output image. */
    public long outImage() {
        return outChannels * outPlane();
    }

    /** Elements of the weight of a group. */
    public long groupWeight() {
        return (long) groupOutChannels() * depth();
    }
}
