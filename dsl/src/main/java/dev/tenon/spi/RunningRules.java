package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.IndexException;

/** Shapes of running folds and of elements by their rank. */
public final class RunningRules {
    private RunningRules() {}

    /** Running extremes, and where they stand. */
    public static void extreme(Inference call, long dim) {
        var input = call.in(0);
        Axes.axis(call, dim, input.rank());
        call.output(input.dtype(), input.sizes());
        call.output(DType.INT64, input.sizes());
    }

    /** Running sums of exponentials. */
    public static void logcumsumexp(Inference call, long dim) {
        DTypeRules.requireFloating(call, 0);
        Axes.axis(call, dim, call.in(0).rank());
        call.output(call.in(0).dtype(), call.in(0).sizes());
    }

    /** The k-th smallest element along one dimension, and its place. */
    public static void kthvalue(Inference call, long k, long dim, boolean keepdim) {
        DTypeRules.requireNumeric(call, 0);
        var input = call.in(0);
        int axis = Axes.axis(call, dim, input.rank());
        long size = input.rank() == 0 ? 1 : input.sizes()[axis];
        if (k < 1 || k > size) {
            throw new IndexException(call.message("k must be in [1, " + size + "], the size of dimension " + axis + ", got " + k, null));
        }
        var sizes = ShapeRules.without(input.sizes(), axis, keepdim);
        call.output(input.dtype(), sizes);
        call.output(DType.INT64, sizes);
    }
}
