package dev.tenon.gpu.launch;

import dev.tenon.core.IndexException;
import dev.tenon.spi.CudaStruct;
import dev.tenon.spi.Layout;

/**
 * A layout as kernels of generated sources take it: dimensions from the innermost on, strides in elements, one row for each operand.
 *
 * @param narrow whether there are fewer than 2^31 elements, so that {@code i / size} is the upper half of {@code i * factor}, plus
 *     {@code i}, shifted
 */
@CudaStruct("TnPlaces")
@SuppressWarnings("ArrayRecordComponent") // made here and never modified
record Places(int rank, boolean narrow, @CudaStruct.Length(Places.DIMS) long[] size, @CudaStruct.Length(Places.DIMS) int[] factor,
    @CudaStruct.Length(Places.DIMS) int[] shift, @CudaStruct.Length(Places.DIMS) long[][] stride) {
    /** Dimensions that a kernel takes. */
    static final int DIMS = 8;

    static Places of(Layout layout) {
        int rank = layout.rank();
        requireFew(layout);
        boolean narrow = layout.numel() <= Integer.MAX_VALUE;
        var places = new Places(rank, narrow, inward(layout.sizes()), new int[rank], new int[rank], new long[layout.operands()][]);
        for (int d = 0; narrow && d < rank; d++) {
            places.divide(d, places.size[d]);
        }
        for (int k = 0; k < places.stride.length; k++) {
            places.stride[k] = inward(layout.strides(k));
        }
        return places;
    }

    /** Says how to divide by a size, as Granlund and Montgomery (1994) do. */
    private void divide(int d, long by) {
        if (by > 0) {
            shift[d] = Long.SIZE - Long.numberOfLeadingZeros(by - 1);
            factor[d] = (int) (((1L << shift[d]) - by << 32) / by + 1);
        }
    }

    static void requireFew(Layout layout) {
        if (layout.rank() > DIMS) {
            throw new IndexException("a GPU kernel takes operands of " + DIMS + " dimensions that cannot be merged, got " + layout.rank()
                + "\n  try:   contiguous() on the operands");
        }
    }

    /** Numbers of dimensions from the innermost on, in their own list. */
    static long[] inward(long[] outward) {
        for (int d = 0; d < outward.length / 2; d++) {
            long number = outward[d];
            outward[d] = outward[outward.length - 1 - d];
            outward[outward.length - 1 - d] = number;
        }
        return outward;
    }
}
