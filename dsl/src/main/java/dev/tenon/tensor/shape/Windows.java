package dev.tenon.tensor.shape;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.Operand;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Layouts;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.creation.Constants;
import dev.tenon.tensor.reduction.Gradients;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Views with strides that are not the input's own, and their gradients. */
public final class Windows {
    private Windows() {}

    public static Tensor asStrided(Tensor input, long[] size, long[] stride, @Nullable Long storageOffset) {
        return UncheckedOps.storageView(input, size, stride, shift("as_strided", input, size, stride, storageOffset));
    }

    /** How many elements a view begins behind the input's first. */
    private static long shift(String operator, Tensor input, long[] size, long[] stride, @Nullable Long storageOffset) {
        long offset = storageOffset == null ? input.storageOffset() : storageOffset;
        long capacity = input.device().isMeta() ? Long.MAX_VALUE : input.storage().nbytes() / input.dtype().bytes();
        if (!Layouts.fits(Ints.of(size), Ints.of(stride), offset, capacity)) {
            throw new ShapeException(
                operator + ": size " + Arrays.toString(size) + ", stride " + Arrays.toString(stride) + " and storage_offset " + offset
                    + " must stay inside the storage of " + capacity + " elements\n  input: " + Operand.describe(input));
        }
        return offset - input.storageOffset();
    }

    /** A copy of the part of the storage that the input and the view reach is written, and read where the input lies. */
    public static Tensor asStridedScatter(Tensor input, Tensor src, long[] size, long[] stride, @Nullable Long storageOffset) {
        if (!src.shape().equals(Shape.of(size))) {
            throw new ShapeException(
                "as_strided_scatter: src must have the size " + Arrays.toString(size) + "\n  src: " + Operand.describe(src)
                    + "\n  try:   src.expand(" + Arrays.toString(size) + ")");
        }
        var own = repeats(input) ? Ops.contiguous(input) : input;
        long shift = shift("as_strided_scatter", own, size, stride, storageOffset);
        if (src.numel() == 0 || own.numel() == 0) {
            return own.clone();
        }
        long first = Math.min(0, shift);
        var sizes = own.shape().toArray();
        var strides = strides(own);
        long extent = Math.max(reach(sizes, strides), shift + reach(size, stride)) - first + 1;
        var all = Constants.arange(0, extent, 1, DType.INT64, input.device());
        var places = Ops.flatten(UncheckedOps.stridedView(all, size, stride, shift - first));
        var there = Ops.scatter(Creation.zeros(DType.BOOL, input.device(), extent), 0, places, 1);
        var value = Ops.scatter(Creation.zeros(input.dtype(), input.device(), extent), 0, places, Ops.flatten(src.to(input.dtype())));
        return UncheckedOps.writtenPlaces(UncheckedOps.stridedView(there, sizes, strides, -first), own,
            UncheckedOps.stridedView(value, sizes, strides, -first));
    }

    /**
     * The gradient of a view of the storage: what the view's elements give is added up where they lie, and the input reads its own places.
     * An input that shows a place several times shares that place's gradient among them.
     */
    public static Tensor storageGradient(Tensor g, Tensor input, Ints size, Ints stride, long shift) {
        if (g.numel() == 0 || input.numel() == 0) {
            return Gradients.zeros(input.shape(), g);
        }
        long first = Math.min(0, shift);
        var sizes = input.shape().toArray();
        var strides = strides(input);
        var places = new long[] {Math.max(reach(sizes, strides), shift + reach(size.toArray(), stride.toArray())) - first + 1};
        var storage = UncheckedOps.stridedEmbed(g, places, stride.toArray(), shift - first);
        var result = UncheckedOps.stridedView(storage, sizes, strides, -first);
        if (!repeats(input)) {
            return result;
        }
        var ones = Creation.ones(g.dtype(), g.device(), sizes);
        var counts = UncheckedOps.stridedEmbed(ones, places, strides, -first);
        return Ops.div(result, UncheckedOps.stridedView(counts, sizes, strides, -first));
    }

    public static long[] strides(Tensor input) {
        return IntStream.range(0, input.rank()).mapToLong(input::stride).toArray();
    }

    /** How far the last element lies behind the first. */
    private static long reach(long[] sizes, long[] strides) {
        long last = 0;
        for (int d = 0; d < sizes.length; d++) {
            last += (sizes[d] - 1) * strides[d];
        }
        return last;
    }

    private static boolean repeats(Tensor input) {
        for (int d = 0; d < input.rank(); d++) {
            if (input.stride(d) == 0 && input.size(d) > 1) {
                return true;
            }
        }
        return reach(input.shape().toArray(), strides(input)) + 1 < input.numel();
    }

    public static Tensor unfoldGradient(Tensor g, Shape shape, long dimension, long step) {
        int rank = shape.rank();
        var own = Layouts.rowMajor(shape.toArray());
        var strides = Arrays.copyOf(own, rank + 1);
        int axis = Axes.axis(dimension, rank);
        strides[rank] = rank == 0 ? 1 : own[axis];
        if (rank > 0) {
            strides[axis] *= step;
        }
        return UncheckedOps.stridedEmbed(g, shape.toArray(), strides, 0);
    }
}
