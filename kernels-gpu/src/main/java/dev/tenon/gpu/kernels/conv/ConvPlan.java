package dev.tenon.gpu.kernels.conv;

import dev.tenon.core.DType;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.spi.Convolution;
import dev.tenon.spi.ConvolutionStruct;

/** By which kernels a convolution is computed on a GPU, and in which pieces. */
final class ConvPlan {
    /** Channels of a group that fill a matrix product. */
    private static final int THICK = 16;
    /** Positions of an image that fill a matrix product. */
    private static final long POSITIONS = 64;

    private ConvPlan() {}

    /** How many of so many images to take at a time: no more than {@code most}, but one, and about as many each time. */
    static int piece(int images, long most) {
        return Math.ceilDiv(images, Math.ceilDiv(images, Math.clamp(most, 1, images)));
    }

    /** Whether matrix products compute it; integers and thin groups are computed by the definition. */
    static boolean isProduct(Convolution g, DType dtype) {
        return dtype.isFloating() && g.depth() > 0 && g.outChannels() > 0
            && (g.groups() == 1 || g.groupOutChannels() >= THICK && g.groupChannels() >= THICK);
    }

    /** Whether every output position reads its own input position alone, and images can be multiplied as they are. */
    static boolean isPlain(Convolution g) {
        return g.kernelHeight() == 1 && g.kernelWidth() == 1 && g.strideY() == 1 && g.strideX() == 1 && g.padY() == 0 && g.padX() == 0
            && g.groups() == 1 && (g.batch() == 1 || g.outPlane() >= POSITIONS);
    }

    /** Passes the sizes as the next argument of a launch. */
    static Launch pass(Convolution g, Launch launch) {
        ConvolutionStruct.write(g, launch.arguments().struct(ConvolutionStruct.BYTES));
        return launch;
    }
}
