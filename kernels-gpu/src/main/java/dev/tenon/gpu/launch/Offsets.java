package dev.tenon.gpu.launch;

import dev.tenon.core.IndexException;
import dev.tenon.spi.CudaStruct;
import dev.tenon.spi.Layout;

/** A layout as hand-written kernels take it: dimensions from the innermost on, strides in elements of up to eight operands. */
@CudaStruct("TnLayout")
@SuppressWarnings("ArrayRecordComponent") // made here and never modified
record Offsets(int rank, @CudaStruct.Length(Places.DIMS) long[] size,
    @CudaStruct.Length(Places.DIMS) @CudaStruct.Rows(Offsets.OPERANDS) long[][] stride) {
    static final int OPERANDS = 8;

    static Offsets of(Layout layout) {
        Places.requireFew(layout);
        if (layout.operands() > OPERANDS) {
            throw new IndexException("a GPU kernel takes " + OPERANDS + " operands, got " + layout.operands());
        }
        var stride = new long[layout.operands()][];
        for (int k = 0; k < stride.length; k++) {
            stride[k] = Places.inward(layout.strides(k));
        }
        return new Offsets(layout.rank(), Places.inward(layout.sizes()), stride);
    }
}
