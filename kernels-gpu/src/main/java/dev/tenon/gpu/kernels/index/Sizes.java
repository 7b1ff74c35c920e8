package dev.tenon.gpu.kernels.index;

import dev.tenon.spi.CudaStruct;

/** The sizes of a tensor, as far as kernels take them. */
@CudaStruct
record Sizes(@CudaStruct.Length(Sizes.MOST) long[] at) {
    static final int MOST = 32;
}
