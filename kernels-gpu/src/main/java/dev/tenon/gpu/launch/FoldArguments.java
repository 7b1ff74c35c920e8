package dev.tenon.gpu.launch;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.CudaStruct;
import dev.tenon.spi.Layout;

/**
 * One launch of a fold. Sizes say how many results there are, how many elements each is of, and how many of those one row of blocks folds.
 *
 * @param input the address of what is folded
 * @param output the address of the results, of the dtype with this number
 * @param partial the address of {@code [splits, results]} accumulators where several rows of blocks share a result, else 0
 * @param count elements of the tensor that each result is of
 * @param lanes threads that share a result: a power of two, and at most 32 or the whole block
 * @param packed whether a result's elements lie side by side, and begin at a multiple of a pack's size
 */
@CudaStruct("TnFold")
record FoldArguments(long input, long output, long partial, long results, long length, long chunk, long count, int lanes, int dtype,
    boolean packed, @CudaStruct.Rows(1) Places kept, @CudaStruct.Rows(1) Places folded) {
    static FoldArguments of(FoldShape shape, FoldedPlaces fold, long input, UncheckedOperand output, long partial) {
        return new FoldArguments(input, output.address(), partial, fold.results(), fold.length(), shape.chunk(), fold.count(),
            shape.lanes(),
            output.dtype().ordinal(), shape.isPacked(), Places.of(fold.kept()), Places.of(fold.folded()));
    }

    /** Of several tensors, whose places are arguments of their own. */
    static FoldArguments ofJoint(FoldShape shape, FoldedPlaces fold, UncheckedOperand output, long partial) {
        var none = Places.of(Layout.of(new long[0], new long[0]));
        return new FoldArguments(0, output.address(), partial, fold.results(), fold.length(), shape.chunk(), fold.count(), shape.lanes(),
            output.dtype().ordinal(), false, none, none);
    }

    /** The next argument of a launch. */
    void write(Launch launch) {
        FoldArgumentsStruct.write(this, launch.arguments().struct(FoldArgumentsStruct.BYTES));
    }
}
