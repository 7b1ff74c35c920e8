package dev.tenon.gpu.kernels.pool;

import dev.tenon.spi.CudaStruct;

/** The sizes of a pooling over planes of {@code height * width} to {@code outHeight * outWidth}. */
@CudaStruct
record Window(int height, int width, int outHeight, int outWidth, int kernelY, int kernelX, int strideY, int strideX, int padY, int padX,
    int dilationY, int dilationX) {
    long plane() {
        return (long) height * width;
    }

    long outPlane() {
        return (long) outHeight * outWidth;
    }

    /** Elements of a window of one size. */
    long taps() {
        return (long) kernelY * kernelX;
    }
}
