package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.IndexException;

/** Shapes of operators that take elements by index or make indices. The values of an index are the kernel's to check. */
public final class IndexRules {
    private IndexRules() {}

    /** Positions of one dimension, by a list of indices. */
    public static void indexSelect(Inference call, long dim) {
        var input = call.in(0);
        DTypeRules.requireIntegral(call, 1);
        int axis = Axes.axis(call, dim, input.rank());
        long count = list(call);
        if (input.rank() == 0 && count != 1) {
            throw call.shapeError("a 0-d tensor has one position, the index has " + count, null);
        }
        call.output(input.dtype(), ShapeRules.with(input.sizes(), axis, count));
    }

    /** Parts of a source for the positions of one dimension. */
    public static void indexAccumulate(Inference call, long dim) {
        var input = call.in(0);
        DTypeRules.requireIntegral(call, 1);
        int axis = Axes.axis(call, dim, input.rank());
        requireSameDtype(call, 2);
        long count = list(call);
        if (input.rank() == 0 && count != 1) {
            throw call.shapeError("a 0-d tensor has one position, the index has " + count, null);
        }
        ShapeRules.sizes(call, 2, "of input with the index's length in dimension " + axis, ShapeRules.with(input.sizes(), axis, count));
        call.output(input.dtype(), input.sizes());
    }

    /** One element of a dimension for every index. */
    public static void gather(Inference call, long dim) {
        var input = call.in(0);
        var index = call.in(1);
        DTypeRules.requireIntegral(call, 1);
        int axis = Axes.axis(call, dim, input.rank());
        within(call, 1, input.sizes(), axis);
        call.output(input.dtype(), index.sizes());
    }

    /** One place of a dimension for every element of a source. */
    public static void scatter(Inference call, long dim) {
        var input = call.in(0);
        DTypeRules.requireIntegral(call, 1);
        int axis = Axes.axis(call, dim, input.rank());
        requireSameDtype(call, 2);
        within(call, 1, input.sizes(), axis);
        within(call, 1, call.in(2).sizes(), -1);
        call.output(input.dtype(), input.sizes());
    }

    /** Coordinates of a known number of elements. */
    public static void nonzeroRows(Inference call, long count) {
        call.output(DType.INT64, new long[] {count, call.in(0).rank()});
    }

    /** Values in order, and where they stood. */
    public static void sort(Inference call, long dim, boolean descending, boolean stable) {
        var input = call.in(0);
        Axes.axis(call, dim, input.rank());
        call.output(input.dtype(), input.sizes());
        call.output(DType.INT64, input.sizes());
    }

    /** The first k in order, and where they stood. */
    public static void topk(Inference call, long k, long dim, boolean largest, boolean sorted) {
        DTypeRules.requireNumeric(call, 0);
        var input = call.in(0);
        int axis = Axes.axis(call, dim, input.rank());
        long size = input.rank() == 0 ? 1 : input.sizes()[axis];
        if (k < 0 || k > size) {
            throw new IndexException(call.message("k must be in [0, " + size + "], the size of dimension " + axis + ", got " + k, null));
        }
        if (input.rank() == 0 && k == 0) {
            throw call.shapeError("a 0-d tensor has one element to take", "k = 1, or unsqueeze(0) the input");
        }
        var sizes = ShapeRules.with(input.sizes(), axis, k);
        call.output(input.dtype(), sizes);
        call.output(DType.INT64, sizes);
    }

    /** The length of the index in input 1, which must be a vector or a scalar. */
    private static long list(Inference call) {
        var index = call.in(1);
        if (index.rank() > 1) {
            throw call.shapeError("the index must have at most one dimension, got " + index.rank(), "flatten() it, or gather(...)");
        }
        return index.numel();
    }

    private static void requireSameDtype(Inference call, int other) {
        if (call.in(0).dtype() != call.in(other).dtype()) {
            throw call.dtypeError("the dtypes of " + ShapeRules.name(call, 0) + " and " + ShapeRules.name(call, other) + " must be equal",
                "to(" + call.in(0).dtype().name() + ") the latter");
        }
    }

    /** Refuses an index that is larger than {@code sizes} in any dimension but {@code except}; an empty index fits everywhere. */
    private static void within(Inference call, int which, long[] sizes, int except) {
        var index = call.in(which);
        if (index.numel() == 0) {
            return;
        }
        if (Math.max(index.rank(), 1) != Math.max(sizes.length, 1)) {
            throw call.shapeError(
                "the index must have as many dimensions as the tensors it serves (" + sizes.length + "), got " + index.rank(), null);
        }
        for (int d = 0; d < Math.max(sizes.length, 1); d++) {
            long taken = index.rank() == 0 ? 1 : index.sizes()[d];
            long there = sizes.length == 0 ? 1 : sizes[d];
            if (d != except && taken > there) {
                throw call.shapeError("the index has size " + taken + " in dimension " + d + ", more than " + there, "narrow() the index");
            }
        }
    }
}
