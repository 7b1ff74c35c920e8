package dev.tenon.spi;

import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Layouts of views: sizes, strides and offset over the storage of input 0. */
public final class ViewRules {
    private ViewRules() {}

    /** The same elements in other sizes, where the strides allow it. */
    public static void view(Inference call, Ints shape) {
        var input = call.unchecked(0);
        var sizes = Layouts.filledIn(call, shape, input.numel());
        var strides = Layouts.viewStrides(input.sizes(), input.strides(), sizes);
        if (strides == null) {
            throw call.shapeError(
                "the strides " + Arrays.toString(input.strides()) + " do not allow a view of shape " + Arrays.toString(sizes),
                "reshape(...), which copies where it must");
        }
        call.layout(sizes, strides, 0);
    }

    /** Without dimensions of size 1: the named ones, or all. */
    public static void squeeze(Inference call, @Nullable Ints dim) {
        var input = call.unchecked(0);
        var named = Axes.set(call, dim, input.rank());
        int rank = 0;
        for (int d = 0; d < named.length; d++) {
            named[d] &= input.sizes()[d] == 1;
            rank += named[d] ? 0 : 1;
        }
        var sizes = new long[rank];
        var strides = new long[rank];
        int next = 0;
        for (int d = 0; d < named.length; d++) {
            if (!named[d]) {
                sizes[next] = input.sizes()[d];
                strides[next++] = input.strides()[d];
            }
        }
        call.layout(sizes, strides, 0);
    }

    /** With one more dimension of size 1. */
    public static void unsqueeze(Inference call, long dim) {
        var input = call.unchecked(0);
        int rank = input.rank();
        int axis = Axes.axis(call, dim, rank + 1);
        var sizes = new long[rank + 1];
        var strides = new long[rank + 1];
        for (int d = 0; d <= rank; d++) {
            int from = d < axis ? d : d - 1;
            sizes[d] = d == axis ? 1 : input.sizes()[from];
            strides[d] = d != axis ? input.strides()[from] : axis < rank ? input.sizes()[axis] * input.strides()[axis] : 1;
        }
        call.layout(sizes, strides, 0);
    }

    /** Dimensions of size 1 repeated by stride 0, and new ones in front. */
    public static void expand(Inference call, Ints shape) {
        var input = call.unchecked(0);
        int extra = shape.size() - input.rank();
        if (extra < 0) {
            throw call.shapeError("the shape " + shape + " has fewer dimensions than the tensor",
                "a shape with at least " + input.rank() + " sizes");
        }
        var sizes = shape.toArray();
        var strides = new long[sizes.length];
        for (int d = 0; d < sizes.length; d++) {
            long size = d < extra ? 1 : input.sizes()[d - extra];
            if (sizes[d] == -1 && d >= extra) {
                sizes[d] = size;
            }
            if (sizes[d] < 0 || sizes[d] != size && size != 1) {
                throw call.shapeError("the size " + sizes[d] + " of dimension " + d + " in " + shape + " must equal " + size
                    + (d < extra ? " or more: a new dimension has a size of its own" : ", only 1 can be expanded"), null);
            }
            strides[d] = d < extra || sizes[d] != size ? 0 : input.strides()[d - extra];
        }
        Shape.of(sizes);
        call.layout(sizes, strides, 0);
    }

    /** Dimensions in another order. */
    public static void permute(Inference call, Ints dims) {
        var input = call.unchecked(0);
        int rank = input.rank();
        if (dims.size() != rank) {
            throw call.shapeError("dims " + dims + " must name each of the " + rank + " dimensions once", null);
        }
        Axes.set(call, dims, rank);
        var sizes = new long[rank];
        var strides = new long[rank];
        for (int d = 0; d < rank; d++) {
            int from = Axes.axis(call, dims.get(d), rank);
            sizes[d] = input.sizes()[from];
            strides[d] = input.strides()[from];
        }
        call.layout(sizes, strides, 0);
    }

    /** Two dimensions swapped. */
    public static void transpose(Inference call, long dim0, long dim1) {
        var input = call.unchecked(0);
        int a = Axes.axis(call, dim0, input.rank());
        int b = Axes.axis(call, dim1, input.rank());
        if (input.rank() == 0) {
            call.layout(input.sizes(), input.strides(), 0);
            return;
        }
        call.layout(swapped(input.sizes(), a, b), swapped(input.strides(), a, b), 0);
    }

    /** One position of a dimension. */
    public static void select(Inference call, long dim, long index) {
        var input = call.unchecked(0);
        atLeastOneDimension(call);
        int axis = Axes.axis(call, dim, input.rank());
        long size = input.sizes()[axis];
        if (index < -size || index >= size) {
            throw new IndexException(call.message("index " + index + " is out of range for dimension " + axis + " of size " + size, null));
        }
        long at = index < 0 ? index + size : index;
        call.layout(ShapeRules.without(input.sizes(), axis, false), ShapeRules.without(input.strides(), axis, false),
            at * input.strides()[axis]);
    }

    /** A range of a dimension. */
    public static void narrow(Inference call, long dim, long start, long length) {
        var input = call.unchecked(0);
        atLeastOneDimension(call);
        int axis = Axes.axis(call, dim, input.rank());
        long size = input.sizes()[axis];
        long from = start < 0 ? start + size : start;
        if (from < 0 || from > size || length < 0 || length > size - from) {
            throw new IndexException(
                call.message("start " + start + " with length " + length + " leaves dimension " + axis + " of size " + size, null));
        }
        call.layout(ShapeRules.with(input.sizes(), axis, length), input.strides(), from * input.strides()[axis]);
    }

    /** Every step-th position of a range, whose bounds are cut to the dimension. */
    public static void slice(Inference call, long dim, @Nullable Long start, @Nullable Long end, long step) {
        var input = call.unchecked(0);
        atLeastOneDimension(call);
        int axis = Axes.axis(call, dim, input.rank());
        if (step <= 0) {
            throw new IndexException(call.message("step must be positive, got " + step, "flip(dim) for a negative step"));
        }
        long size = input.sizes()[axis];
        long from = Layouts.bound(start, 0, size);
        long to = Math.max(from, Layouts.bound(end, size, size));
        long length = (to - from) / step + ((to - from) % step == 0 ? 0 : 1);
        long offset = length == 0 ? 0 : from * input.strides()[axis];
        long stride = length < 2 ? input.strides()[axis] : input.strides()[axis] * step;
        call.layout(ShapeRules.with(input.sizes(), axis, length), ShapeRules.with(input.strides(), axis, stride), offset);
    }

    /** The diagonals of two dimensions as the last one. */
    public static void diagonal(Inference call, long offset, long dim1, long dim2) {
        var input = call.unchecked(0);
        int a = Axes.axis(call, dim1, input.rank());
        int b = Axes.axis(call, dim2, input.rank());
        if (input.rank() < 2 || a == b) {
            throw call.shapeError("dim1 " + dim1 + " and dim2 " + dim2 + " must be two different dimensions", null);
        }
        long rows = input.sizes()[a];
        long columns = input.sizes()[b];
        long rowStride = input.strides()[a];
        long columnStride = input.strides()[b];
        long length = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
        int rank = input.rank() - 1;
        var sizes = new long[rank];
        var strides = new long[rank];
        int next = 0;
        for (int d = 0; d <= rank; d++) {
            if (d != a && d != b) {
                sizes[next] = input.sizes()[d];
                strides[next++] = input.strides()[d];
            }
        }
        sizes[next] = length;
        strides[next] = rowStride + columnStride;
        long start = offset >= 0 ? offset * columnStride : -offset * rowStride;
        call.layout(sizes, strides, length == 0 ? 0 : start);
    }

    /** Any strides inside a contiguous tensor. */
    public static void stridedView(Inference call, Ints size, Ints stride, long offset) {
        var input = call.unchecked(0);
        if (!input.isContiguous() || !Layouts.fits(size, stride, offset, input.numel())) {
            throw call.shapeError("size " + size + ", stride " + stride + " and offset " + offset + " must stay inside a contiguous tensor",
                null);
        }
        call.layout(size.toArray(), stride.toArray(), offset);
    }

    private static void atLeastOneDimension(Inference call) {
        if (call.in(0).rank() == 0) {
            throw call.shapeError("a 0-d tensor has no dimension to take a part of", "item(), or unsqueeze(0) it first");
        }
    }

    private static long[] swapped(long[] values, int a, int b) {
        var result = values.clone();
        result[a] = values[b];
        result[b] = values[a];
        return result;
    }
}
