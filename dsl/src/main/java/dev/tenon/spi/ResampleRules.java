package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import java.util.Arrays;

/** Shapes of weighted sums along one dimension. */
public final class ResampleRules {
    private ResampleRules() {}

    /** The dimension becomes as long as weight and index have rows. */
    public static void resample(Inference call, long dim) {
        int axis = axis(call, dim);
        call.output(call.in(0).dtype(), ShapeRules.with(call.in(0).sizes(), axis, call.in(1).sizes()[0]));
    }

    /** The dimension becomes that of the input. */
    public static void adjoint(Inference call, Ints inputSize, long dim) {
        int axis = axis(call, dim);
        var input = inputSize.toArray();
        ShapeRules.sizes(call, 0, "of the sums", ShapeRules.with(input, axis, call.in(1).sizes()[0]));
        call.output(call.in(0).dtype(), input);
    }

    private static int axis(Inference call, long dim) {
        DTypeRules.requireFloating(call, 0);
        ShapeRules.rank(call, 1, 2);
        if (call.in(2).dtype() != DType.INT64 || !Arrays.equals(call.in(1).sizes(), call.in(2).sizes())) {
            throw call.shapeError("weight and index must have one shape, and the index int64", null);
        }
        if (call.in(0).rank() == 0) {
            throw call.shapeError("a 0-d tensor has no dimension to sum along", null);
        }
        return Axes.axis(call, dim, call.in(0).rank());
    }
}
