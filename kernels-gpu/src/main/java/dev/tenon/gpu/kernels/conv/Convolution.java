package dev.tenon.gpu.kernels.conv;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.gpu.launch.Launch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The sizes of one two-dimensional convolution: input {@code [batch, channels, height, width]}, weight
 * {@code [outChannels, channels / groups, kernelHeight, kernelWidth]}, output {@code [batch, outChannels, outHeight, outWidth]}.
 */
record Convolution(int batch, int channels, int height, int width, int outChannels, int outHeight, int outWidth, int kernelHeight,
    int kernelWidth, int strideY, int strideX, int padY, int padX, int dilationY, int dilationX, int groups) {
    /** The size of the structure {@code Conv} of {@code conv.cu}. */
    private static final int BYTES = 16 * Integer.BYTES;
    /** Channels of a group that fill a matrix product. */
    private static final int THICK = 16;
    /** Positions of an image that fill a matrix product. */
    private static final long POSITIONS = 64;

    /** From the sizes of the input and the output, both without or with a batch, and of the weight. */
    static Convolution of(long[] input, long[] weight, long[] output, Ints stride, Ints padding, Ints dilation, long groups) {
        int rank = input.length;
        return new Convolution(rank == 3 ? 1 : Math.toIntExact(input[0]), Math.toIntExact(input[rank - 3]),
            Math.toIntExact(input[rank - 2]), Math.toIntExact(input[rank - 1]), Math.toIntExact(weight[0]),
            Math.toIntExact(output[rank - 2]), Math.toIntExact(output[rank - 1]), Math.toIntExact(weight[2]), Math.toIntExact(weight[3]),
            Math.toIntExact(stride.at(0)), Math.toIntExact(stride.at(1)), Math.toIntExact(padding.at(0)), Math.toIntExact(padding.at(1)),
            Math.toIntExact(dilation.at(0)), Math.toIntExact(dilation.at(1)), Math.toIntExact(groups));
    }

    /** The part that computes some output rows of some images, for addresses of the first of these images. */
    Convolution part(int images, int firstRow, int rows) {
        return new Convolution(images, channels, height, width, outChannels, rows, outWidth, kernelHeight, kernelWidth, strideY, strideX,
            padY - firstRow * strideY, padX, dilationY, dilationX, groups);
    }

    /** How many of so many images to take at a time: no more than {@code most}, but one, and about as many each time. */
    static int piece(int images, long most) {
        return Math.ceilDiv(images, Math.ceilDiv(images, Math.clamp(most, 1, images)));
    }

    /** The next argument of a launch. */
    void write(Launch launch) {
        MemorySegment to = launch.arguments().struct(BYTES);
        int[] values = {batch, channels, height, width, outChannels, outHeight, outWidth, kernelHeight, kernelWidth, strideY, strideX, padY,
            padX, dilationY, dilationX, groups};
        for (int i = 0; i < values.length; i++) {
            to.setAtIndex(ValueLayout.JAVA_INT, i, values[i]);
        }
    }

    /** Whether matrix products compute it; integers and thin groups are computed by the definition. */
    boolean isProduct(DType dtype) {
        return dtype.isFloating() && depth() > 0 && outChannels > 0
            && (groups == 1 || groupOutChannels() >= THICK && groupChannels() >= THICK);
    }

    /** Whether every output position reads its own input position alone, and images can be multiplied as they are. */
    boolean isPlain() {
        return kernelHeight == 1 && kernelWidth == 1 && strideY == 1 && strideX == 1 && padY == 0 && padX == 0 && groups == 1
            && (batch == 1 || outPlane() >= POSITIONS);
    }

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
    long depth() {
        return (long) groupChannels() * taps();
    }

    long plane() {
        return (long) height * width;
    }

    long outPlane() {
        return (long) outHeight * outWidth;
    }

    /** Elements of an image, and of an output image. */
    long image() {
        return channels * plane();
    }

    long outImage() {
        return outChannels * outPlane();
    }

    /** Elements of the weight of a group. */
    long groupWeight() {
        return groupOutChannels() * depth();
    }
}
