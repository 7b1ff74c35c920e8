package dev.tenon.spi;

import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Output shapes that the {@code shape:} expressions of the spec call by name: of sizes, or of those of an input, which are not copied then. */
public final class ShapeRules {
    /** More places than memory has, and few enough to add. */
    private static final long MOST_PLACES = 1L << 48;
    private static final long MOST_DIMENSIONS = 1L << 10;
    private static final long[] NONE = {};

    private ShapeRules() {}

    /** The sizes that remain after folding {@code dims}, or all where it is null or empty; kept as 1 if {@code keepdim}. */
    public static long[] reduced(Inference call, long[] sizes, @Nullable Ints dims, boolean keepdim) {
        if (!keepdim && (dims == null || dims.size() == 0)) {
            return NONE;
        }
        var folded = Axes.folded(call, dims, sizes.length);
        int rank = 0;
        for (boolean fold : folded) {
            rank += keepdim || !fold ? 1 : 0;
        }
        var result = new long[rank];
        int next = 0;
        for (int d = 0; d < sizes.length; d++) {
            if (!folded[d]) {
                result[next++] = sizes[d];
            } else if (keepdim) {
                result[next++] = 1;
            }
        }
        return result;
    }

    /** As above, of the sizes of an input. */
    public static long[] reduced(Inference call, int input, @Nullable Ints dims, boolean keepdim) {
        return reduced(call, call.unchecked(input).sizes(), dims, keepdim);
    }

    /** As above, folding one dimension; the sizes of a 0-d tensor stay. */
    public static long[] reduced(Inference call, long[] sizes, long dim, boolean keepdim) {
        return without(sizes, Axes.axis(call, dim, sizes.length), keepdim);
    }

    /** As above, of the sizes of an input. */
    public static long[] reduced(Inference call, int input, long dim, boolean keepdim) {
        return reduced(call, call.unchecked(input).sizes(), dim, keepdim);
    }

    /** The sizes with another one in dimension {@code dim}; those of a 0-d tensor stay. */
    public static long[] resized(Inference call, long[] sizes, long dim, long size) {
        return with(sizes, Axes.axis(call, dim, sizes.length), size);
    }

    /** As above, of the sizes of an input. */
    public static long[] resized(Inference call, int input, long dim, long size) {
        return resized(call, call.unchecked(input).sizes(), dim, size);
    }

    /** The size of dimension {@code dim}; a 0-d tensor counts as one with one element in one dimension. */
    public static long extent(Inference call, long[] sizes, long dim) {
        int axis = Axes.axis(call, dim, sizes.length);
        return sizes.length == 0 ? 1 : sizes[axis];
    }

    /** As above, of the sizes of an input. */
    public static long extent(Inference call, int input, long dim) {
        return extent(call, call.unchecked(input).sizes(), dim);
    }

    /** The sizes without the last so many. */
    public static long[] leading(Inference call, long[] sizes, long last) {
        if (last < 0 || last > sizes.length) {
            throw call.shapeError("at least " + last + " sizes are needed, got " + Arrays.toString(sizes), null);
        }
        return Arrays.copyOf(sizes, sizes.length - (int) last);
    }

    /** As above, of the sizes of an input. */
    public static long[] leading(Inference call, int input, long last) {
        return leading(call, call.unchecked(input).sizes(), last);
    }

    /** How many elements sizes hold. */
    public static long product(Inference call, long[] sizes) {
        return Shape.count(CallRules.result(call, "of this size", sizes));
    }

    /** As above, of the sizes of an input. */
    public static long product(Inference call, int input) {
        return product(call, call.unchecked(input).sizes());
    }

    /** So many times 1. */
    public static long[] ones(Inference call, long count) {
        if (count < 0 || count > MOST_DIMENSIONS) {
            throw call.shapeError(count + " is no number of dimensions", null);
        }
        var ones = new long[(int) count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Sizes one after another. */
    public static long[] joined(long[] first, long... second) {
        var joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** The sizes with others in place of the last so many. */
    public static long[] ending(long[] sizes, int replaced, long... last) {
        return around(sizes, 0, replaced, NONE, last);
    }

    /** The sizes with others in place of the first and the last so many. */
    public static long[] around(long[] sizes, int before, int after, long[] first, long... last) {
        int kept = sizes.length - before - after;
        var result = new long[first.length + kept + last.length];
        System.arraycopy(first, 0, result, 0, first.length);
        System.arraycopy(sizes, before, result, first.length, kept);
        System.arraycopy(last, 0, result, first.length + kept, last.length);
        return result;
    }

    /** The sizes with more or fewer places before and after, in pairs from the last dimension on. */
    public static long[] padded(Inference call, long[] sizes, Ints pad) {
        int pairs = pad.size() / 2;
        if (pad.size() % 2 != 0 || pairs > sizes.length) {
            throw call.shapeError("pad " + pad + " must hold two numbers for each of at most " + sizes.length + " dimensions", null);
        }
        var result = sizes.clone();
        for (int i = 0; i < pairs; i++) {
            int d = sizes.length - 1 - i;
            long before = pad.get(2 * i);
            long after = pad.get(2 * i + 1);
            result[d] += before + after;
            if (Math.abs(before) > MOST_PLACES || Math.abs(after) > MOST_PLACES || result[d] < 0) {
                throw call.shapeError("pad " + pad + " leaves dimension " + d + " of size " + sizes[d] + " no size", null);
            }
        }
        return CallRules.result(call, "of the padding", result);
    }

    /** As above, of the sizes of an input. */
    public static long[] padded(Inference call, int input, Ints pad) {
        return padded(call, call.unchecked(input).sizes(), pad);
    }

    /** The sizes of the first {@code count} inputs joined along one dimension; empty vectors among tensors of more dimensions are passed over. */
    public static long[] joined(Inference call, int count, long dim) {
        if (count == 0) {
            throw call.shapeError("there must be at least one tensor", null);
        }
        long @Nullable [] sizes = null;
        int axis = 0;
        for (int i = 0; i < count; i++) {
            var next = call.unchecked(i).sizes();
            if (next.length == 0) {
                throw call.shapeError("tensor " + i + " has no dimension to join", "stack(...), which makes a new one");
            }
            if (next.length == 1 && next[0] == 0) {
                continue;
            }
            if (sizes == null) {
                sizes = next.clone();
                axis = Axes.axis(call, dim, sizes.length);
            } else {
                join(call, sizes, next, axis, i);
            }
        }
        return sizes == null ? new long[] {0} : sizes;
    }

    private static void join(Inference call, long[] sizes, long[] next, int axis, int i) {
        if (next.length != sizes.length) {
            throw call.shapeError(
                "all tensors must have as many dimensions as the first (" + sizes.length + "), tensor " + i + " has " + next.length, null);
        }
        for (int d = 0; d < sizes.length; d++) {
            if (d != axis && sizes[d] != next[d]) {
                throw call.shapeError(
                    "the sizes of dimension " + d + " must be equal, tensor " + i + " has " + next[d] + " instead of " + sizes[d],
                    null);
            }
        }
        sizes[axis] = Shape.together(sizes[axis], next[axis]);
    }

    // ---- checks -----------------------------------------------------------------------------------------------------

    /** Refuses a dimension that does not exist. */
    public static void hasDim(Inference call, long[] sizes, long dim) {
        Axes.axis(call, dim, sizes.length);
    }

    /** As above, of an input. */
    public static void hasDim(Inference call, int input, long dim) {
        hasDim(call, call.unchecked(input).sizes(), dim);
    }

    /** Refuses dimensions that do not exist, or are named twice. */
    public static void hasDims(Inference call, long[] sizes, @Nullable Ints dims) {
        Axes.set(call, dims, sizes.length);
    }

    /** As above, of an input. */
    public static void hasDims(Inference call, int input, @Nullable Ints dims) {
        hasDims(call, call.unchecked(input).sizes(), dims);
    }

    /** Refuses an extreme of no elements. */
    public static void filled(Inference call, long[] sizes, @Nullable Ints dims) {
        var folded = Axes.folded(call, dims, sizes.length);
        for (int d = 0; d < folded.length; d++) {
            if (folded[d] && sizes[d] == 0) {
                throw new IndexException(
                    call.message("no elements have no extreme: dim " + d + " has size 0", "name dimensions that are not empty"));
            }
        }
    }

    /** As above, of an input. */
    public static void filled(Inference call, int input, @Nullable Ints dims) {
        filled(call, call.unchecked(input).sizes(), dims);
    }

    /** As above, of one dimension. */
    public static void filled(Inference call, long[] sizes, long dim) {
        int axis = Axes.axis(call, dim, sizes.length);
        if (sizes.length > 0 && sizes[axis] == 0) {
            throw new IndexException(
                call.message("no elements have no extreme: dim " + axis + " has size 0", "name a dimension that is not empty"));
        }
    }

    /** As above, of an input. */
    public static void filled(Inference call, int input, long dim) {
        filled(call, call.unchecked(input).sizes(), dim);
    }

    /** Refuses an index that is larger in any dimension; an empty one fits everywhere. */
    public static void inside(Inference call, long[] index, long[] sizes) {
        insideBut(call, index, sizes, -1);
    }

    /** Refuses an index that is larger in any dimension but {@code dim}; an empty one fits everywhere. */
    public static void inside(Inference call, long[] index, long[] sizes, long dim) {
        insideBut(call, index, sizes, Axes.axis(call, dim, sizes.length));
    }

    private static void insideBut(Inference call, long[] index, long[] sizes, int axis) {
        if (Shape.count(index) == 0) {
            return;
        }
        if (Math.max(index.length, 1) != Math.max(sizes.length, 1)) {
            throw call.shapeError(
                "the index must have as many dimensions as the tensors it serves (" + sizes.length + "), got " + index.length, null);
        }
        for (int d = 0; d < Math.max(sizes.length, 1); d++) {
            long taken = index.length == 0 ? 1 : index[d];
            long there = sizes.length == 0 ? 1 : sizes[d];
            if (d != axis && taken > there) {
                throw call.shapeError("the index has size " + taken + " in dimension " + d + ", more than " + there, "narrow() the index");
            }
        }
    }

    /** Refuses strides that leave the first {@code numel} elements. */
    public static void stridesInside(Inference call, Ints size, Ints stride, long offset, long numel) {
        if (!Layouts.fits(size, stride, offset, numel)) {
            throw call.shapeError(
                "size " + size + ", stride " + stride + " and offset " + offset + " must stay inside " + numel + " elements",
                null);
        }
    }

    // ---- for rules in Java ------------------------------------------------------------------------------------------

    /** The sizes without dimension {@code axis}, or with 1 in its place; those of a 0-d tensor stay. */
    static long[] without(long[] sizes, int axis, boolean keepdim) {
        if (sizes.length == 0) {
            return NONE;
        }
        var result = new long[keepdim ? sizes.length : sizes.length - 1];
        int next = 0;
        for (int d = 0; d < sizes.length; d++) {
            if (d != axis) {
                result[next++] = sizes[d];
            } else if (keepdim) {
                result[next++] = 1;
            }
        }
        return result;
    }

    /** The sizes with another one in dimension {@code axis}. */
    static long[] with(long[] sizes, int axis, long size) {
        if (sizes.length == 0) {
            return NONE;
        }
        var result = sizes.clone();
        result[axis] = size;
        return result;
    }

    /** The name of input {@code i}, for errors. */
    static String name(Inference call, int i) {
        var names = call.op().descriptor().inputNames();
        return i < names.size() ? names.get(i) : "input " + i;
    }
}
