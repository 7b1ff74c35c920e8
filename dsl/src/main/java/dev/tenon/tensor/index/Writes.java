package dev.tenon.tensor.index;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Axes;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.shape.Shapes;
import dev.tenon.tensor.sort.Lookups;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Copies of a tensor with some elements written. Which ones is found by reading the same part of a tensor that holds its own flat places,
 * so that every way of reading a part is a way of writing it.
 */
public final class Writes {
    private Writes() {}

    /** Every element's place in the flattened tensor. */
    private static Tensor places(Tensor input) {
        return Ops.reshape(Lookups.counting(input.numel(), input), input.shape().toArray());
    }

    private static Tensor written(Tensor input, Tensor places, Tensor values) {
        return Ops.reshape(Ops.scatter(Ops.flatten(input), 0, Ops.flatten(places), Ops.flatten(values)), input.shape().toArray());
    }

    public static Tensor indexPut(Tensor input, Tensor values, boolean accumulate, Index... indices) {
        requireDtype("index_put", input, values);
        var index = Stream.of(indices).map(item -> item instanceof Index.NewAxis ? Index.all() : item).toArray(Index[]::new);
        var places = Indexing.getitem(places(input), index);
        var full = Ops.expand(values, places.shape().toArray());
        if (!accumulate) {
            return written(input, places, full);
        }
        return Ops.reshape(UncheckedOps.indexAccumulate(Ops.flatten(input), 0, Ops.flatten(places), Ops.flatten(full)),
            input.shape().toArray());
    }

    /** The input with values, converted and broadcast, in the part that an index chooses; of several for one place the last counts. */
    public static Tensor indexed(Tensor input, Tensor values, Index... index) {
        var places = Indexing.getitem(places(input), index);
        var fitted = Assignment.fitted(values.to(input.dtype()), places.shape().toArray());
        return written(input, places, Ops.expand(fitted, places.shape().toArray()));
    }

    public static Tensor maskedScatter(Tensor input, Tensor mask, Tensor source) {
        requireDtype("masked_scatter", input, source);
        if (mask.dtype() != DType.BOOL) {
            throw new DTypeException("masked_scatter: the mask must be bool, got " + mask.dtype() + "\n  try:   ne(0) of it");
        }
        var sizes = Shapes.broadcast("masked_scatter", input, mask);
        var places = Ops.squeeze(Ops.nonzero(Ops.flatten(Ops.expand(mask, sizes))), 1);
        if (places.numel() > source.numel()) {
            throw new ShapeException(
                "masked_scatter: the mask holds in " + places.numel() + " places, the source has " + source.numel() + " elements");
        }
        return written(Ops.expand(input, sizes), places, Ops.narrow(Ops.flatten(source), 0, 0, places.numel()));
    }

    private static void requireDtype(String name, Tensor input, Tensor values) {
        if (input.dtype() != values.dtype()) {
            throw new DTypeException(name + ": the dtypes of what is written (" + values.dtype() + ") and of the input (" + input.dtype()
                + ") must be equal\n  try:   to(" + input.dtype().name() + ") the former");
        }
    }

    public static Tensor indexFill(Tensor input, long dim, Tensor index, Tensor value) {
        if (value.rank() != 0) {
            throw new ShapeException("index_fill: the value must be a 0-d tensor\n  value: " + Operand.describe(value));
        }
        return Ops.maskedFill(input, chosen(input, dim, index), value);
    }

    public static Tensor indexFill(Tensor input, long dim, Tensor index, Number value) {
        return Ops.maskedFill(input, chosen(input, dim, index), value);
    }

    /** Where the positions of one dimension are among the indices; it broadcasts with the input. */
    public static Tensor chosen(Tensor input, long dim, Tensor index) {
        int axis = Axes.axis(dim, input.rank());
        long size = input.rank() == 0 ? 1 : input.size(axis);
        var positions = Lookups.wrapped("index_fill", Ops.flatten(index), size);
        var mask = Ops.scatter(Creation.zeros(DType.BOOL, input.device(), size), 0, positions, 1);
        var sizes = new long[input.rank()];
        Arrays.fill(sizes, 1);
        if (sizes.length > 0) {
            sizes[axis] = size;
        }
        return Ops.reshape(mask, sizes);
    }
}
