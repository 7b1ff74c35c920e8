package dev.tenon.gpu.kernels.shape;

import dev.tenon.core.Ints;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.CudaStruct;

/**
 * What lies around the input of a padding: dimensions from the innermost on.
 *
 * @param before places before the input; fewer than 0 cut
 */
@CudaStruct
record Pad(int rank, @CudaStruct.Length(Pad.DIMS) long[] outSize, @CudaStruct.Length(Pad.DIMS) long[] before,
    @CudaStruct.Length(Pad.DIMS) long[] inSize, @CudaStruct.Length(Pad.DIMS) long[] inStride) {
    static final int DIMS = 8;

    /** Those behind the first {@code apart} dimensions lie without gaps, and count as one. */
    static Pad of(UncheckedOperand input, long[] sizes, Ints pad, int apart) {
        int rank = sizes.length;
        int count = Math.min(rank, apart + 1);
        var result = new Pad(count, new long[count], new long[count], new long[count], new long[count]);
        for (int i = 0; i < apart; i++) {
            int d = rank - 1 - i;
            result.row(i, sizes[d], 2 * i < pad.size() ? pad.get(2 * i) : 0, input.sizes()[d], input.strides()[d]);
        }
        if (apart < rank) {
            long rest = 1;
            for (int d = 0; d < rank - apart; d++) {
                rest *= sizes[d];
            }
            result.row(apart, rest, 0, rest, input.strides()[rank - 1 - apart]);
        }
        return result;
    }

    private void row(int i, long out, long places, long in, long stride) {
        outSize[i] = out;
        before[i] = places;
        inSize[i] = in;
        inStride[i] = stride;
    }
}
