package dev.tenon.tensor.sort;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.core.Operand;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.DivRounding;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Layouts;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.shape.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements found by order or by place. */
public final class Lookups {
    /** More positions than any memory has, and few enough for their number to be a double. */
    private static final long MOST = 1L << 53;

    private Lookups() {}

    public static Tensor isin(Tensor elements, Tensor testElements, boolean assumeUnique, boolean invert) {
        var device = elements.isWrappedNumber() ? testElements.device() : elements.device();
        var x = elements.isWrappedNumber() ? elements.to(device) : elements;
        var tests = testElements.isWrappedNumber() ? testElements.to(device) : testElements;
        Tensor found;
        if (tests.numel() == 0) {
            found = Creation.zeros(DType.BOOL, device, x.shape().toArray());
        } else {
            var sorted = Ops.sort(Ops.flatten(tests), 0).values();
            var places = Ops.clampMax(Ops.bucketize(x, sorted), sorted.numel() - 1);
            found = Ops.eq(Ops.reshape(Ops.indexSelect(sorted, 0, Ops.flatten(places)), x.shape().toArray()), x);
        }
        return invert ? Ops.logicalNot(found) : found;
    }

    // ---- by place ---------------------------------------------------------------------------------------------------

    public static Tensor take(Tensor input, Tensor index) {
        var places = wrapped("take", Ops.flatten(index), input.numel());
        return Ops.reshape(Ops.indexSelect(Ops.flatten(input), 0, places), index.shape().toArray());
    }

    /** Places of which negative ones count from the end. */
    public static Tensor wrapped(String name, Tensor places, long size) {
        var wide = places.to(DType.INT64);
        if (wide.numel() == 0) {
            return wide;
        }
        long least = Ops.amin(wide).itemLong();
        long most = Ops.amax(wide).itemLong();
        if (least < -size || most >= size) {
            throw new IndexException(name + ": index " + (most >= size ? most : least) + " is out of range for size " + size);
        }
        return least >= 0 ? wide : Ops.where(Ops.lt(wide, 0), Ops.add(wide, size), wide);
    }

    public static Tensor takeAlongDim(Tensor input, Tensor indices, @Nullable Long dim) {
        if (dim == null) {
            return Ops.gather(Ops.flatten(input), 0, wrapped("take_along_dim", Ops.flatten(indices), input.numel()));
        }
        if (input.rank() != indices.rank()) {
            throw new ShapeException(
                "take_along_dim: both must have as many dimensions\n  input: " + Operand.describe(input) + "   indices: "
                    + Operand.describe(indices));
        }
        int axis = Axes.axis(dim, input.rank());
        var ones = input.shape().toArray();
        var places = indices.shape().toArray();
        if (input.rank() > 0) {
            ones[axis] = 1;
            places[axis] = 1;
        }
        var sizes = Shapes.broadcast("take_along_dim", Tensor.meta(input.dtype(), ones), Tensor.meta(input.dtype(), places));
        var wrapped = wrapped("take_along_dim", indices, input.rank() == 0 ? 1 : input.size(axis));
        return Ops.gather(Ops.expand(input, with(sizes, axis, input)), axis, Ops.expand(wrapped, with(sizes, axis, indices)));
    }

    private static long[] with(long[] sizes, int axis, Tensor own) {
        var result = sizes.clone();
        if (result.length > 0) {
            result[axis] = own.size(axis);
        }
        return result;
    }

    public static Tensor repeatInterleave(Tensor input, long repeats, @Nullable Long dim, @Nullable Long outputSize) {
        return repeatInterleave(input, Creation.of(new long[] {repeats}, DType.INT64, input.device(), 1), dim, outputSize);
    }

    public static Tensor repeatInterleave(Tensor input, Tensor repeats, @Nullable Long dim, @Nullable Long outputSize) {
        var x = dim == null || input.rank() == 0 ? Ops.flatten(input) : input;
        int axis = dim == null ? 0 : Axes.axis(dim, x.rank());
        long n = x.size(axis);
        if (repeats.rank() > 1 || repeats.numel() != 1 && repeats.numel() != n) {
            throw new ShapeException(
                "repeat_interleave: repeats must be one number, or as many as dimension " + axis + " has positions\n  input: "
                    + Operand.describe(input) + "   repeats: " + Operand.describe(repeats));
        }
        requireRepeats(repeats, n);
        var ends = Ops.cumsum(Ops.expand(Ops.flatten(repeats), n), 0);
        long total = n == 0 ? 0 : Ops.select(ends, 0, n - 1).itemLong();
        if (outputSize != null && outputSize != total) {
            throw new ArgumentException("repeat_interleave: output_size is " + outputSize + ", the repeats add up to " + total);
        }
        // Position k of the result comes from the first place whose end lies behind k.
        return Ops.indexSelect(x, axis, Ops.bucketize(counting(total, x), ends, false, true));
    }

    private static void requireRepeats(Tensor repeats, long n) {
        if (repeats.numel() == 0) {
            return;
        }
        long least = Ops.amin(repeats).itemLong();
        if (least < 0) {
            throw new ArgumentException("repeat_interleave: repeats must not be negative, got " + least + "\n  repeats: "
                + Operand.describe(repeats) + "\n  try:   repeats.clampMin(0)");
        }
        double total = Ops.sum(repeats.to(DType.FLOAT64)).item() * (repeats.numel() == 1 ? n : 1);
        if (total > MOST) {
            throw new ArgumentException("repeat_interleave: the repeats add up to " + total + ", a tensor has at most " + MOST
                + " positions\n  repeats: " + Operand.describe(repeats) + "\n  try:   smaller repeats");
        }
    }

    /** 0, 1 and so on, on the device of another tensor. */
    public static Tensor counting(long count, Tensor like) {
        return Creation.arange(0, count, 1, DType.INT64, like.device());
    }

    public static List<Tensor> unravelIndex(Tensor indices, long[] shape) {
        long numel = Shape.of(shape).numel();
        var rest = wrapped("unravel_index", Ops.flatten(indices), numel);
        var strides = Layouts.rowMajor(shape);
        var positions = new ArrayList<Tensor>();
        for (int d = 0; d < shape.length; d++) {
            positions.add(Ops.reshape(Ops.div(rest, strides[d], DivRounding.FLOOR), indices.shape().toArray()));
            rest = Ops.remainder(rest, strides[d]);
        }
        return positions;
    }
}
