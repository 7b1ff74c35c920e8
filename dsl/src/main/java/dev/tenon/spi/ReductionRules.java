package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import org.jspecify.annotations.Nullable;

/** Shapes and dtypes of folds over dimensions. */
public final class ReductionRules {
    private ReductionRules() {}

    /** Whether all or any hold: booleans, except that uint8 answers in uint8, as PyTorch has it. */
    public static void truth(Inference call, @Nullable Ints dim, boolean keepdim) {
        var input = call.in(0);
        call.output(input.dtype() == DType.UINT8 ? DType.UINT8 : DType.BOOL, ShapeRules.reduced(call, input.sizes(), dim, keepdim));
        call.compute(input.dtype());
    }

    /** A count: int64, from the input's own values. */
    public static void countNonzero(Inference call, @Nullable Ints dim) {
        var input = call.in(0);
        call.output(DType.INT64, ShapeRules.reduced(call, input.sizes(), dim, false));
        call.compute(input.dtype());
    }

    /** A mean: floating, so that integers need a dtype to be named. */
    public static void mean(Inference call, @Nullable Ints dim, boolean keepdim, @Nullable DType dtype) {
        var input = call.in(0);
        var result = dtype == null ? input.dtype() : dtype;
        if (!result.isFloating()) {
            throw call.dtypeError("the mean is a floating-point number, got " + result,
                "mean(dim, keepdim, FLOAT32), or to(FLOAT32) the input");
        }
        call.output(result, ShapeRules.reduced(call, input.sizes(), dim, keepdim));
    }

    /** The largest or smallest element: there must be one. */
    public static void extreme(Inference call, @Nullable Ints dim, boolean keepdim) {
        var input = call.in(0);
        var result = ShapeRules.reduced(call, input.sizes(), dim, keepdim);
        var folded = Axes.folded(call, dim, input.rank());
        for (int d = 0; d < folded.length; d++) {
            if (folded[d] && input.sizes()[d] == 0) {
                throw new IndexException(
                    call.message("no elements have no extreme: dim " + d + " has size 0", "name dimensions that are not empty"));
            }
        }
        call.output(input.dtype(), result);
    }

    /** The largest or smallest element along one dimension, and its place. */
    public static void extremeDim(Inference call, long dim, boolean keepdim) {
        var input = call.in(0);
        int axis = Axes.axis(call, dim, input.rank());
        if (input.rank() > 0 && input.sizes()[axis] == 0) {
            throw new IndexException(
                call.message("no elements have no extreme: dim " + axis + " has size 0", "name a dimension that is not empty"));
        }
        var sizes = ShapeRules.without(input.sizes(), axis, keepdim);
        call.output(input.dtype(), sizes);
        call.output(DType.INT64, sizes);
    }

    /** Variance and mean. */
    public static void varMean(Inference call, @Nullable Ints dim, @Nullable Number correction, boolean keepdim) {
        DTypeRules.requireFloating(call, 0);
        var input = call.in(0);
        var sizes = ShapeRules.reduced(call, input.sizes(), dim, keepdim);
        call.output(input.dtype(), sizes);
        call.output(input.dtype(), sizes);
    }

    /** Running sums and products. */
    public static void cumulative(Inference call, long dim, @Nullable DType dtype) {
        var input = call.in(0);
        Axes.axis(call, dim, input.rank());
        call.output(dtype == null ? call.accumulating(input.dtype()) : dtype, input.sizes());
    }
}
