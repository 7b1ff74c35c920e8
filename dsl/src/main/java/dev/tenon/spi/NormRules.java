package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import java.util.Arrays;

/** Shapes of softmax and the normalisations. */
public final class NormRules {
    private NormRules() {}

    /** A function of the rows along one dimension. */
    public static void along(Inference call, long dim) {
        DTypeRules.requireFloating(call, 0);
        Axes.axis(call, dim, call.in(0).rank());
        call.output(call.in(0).dtype(), call.in(0).sizes());
    }

    /** The gradient of such a function. */
    public static void alongBackward(Inference call, long dim) {
        ShapeRules.oneDtype(call);
        ShapeRules.sizes(call, 1, "of grad_output", call.in(0).sizes());
        along(call, dim);
    }

    /** [B, C, ...] with statistics of each channel. */
    public static void batchNorm(Inference call, double eps) {
        DTypeRules.requireFloating(call, 0);
        ShapeRules.oneDtype(call);
        var input = call.in(0);
        long channels = channels(call, 0);
        ShapeRules.sizes(call, 1, "[C]", channels);
        ShapeRules.sizes(call, 2, "[C]", channels);
        call.output(input.dtype(), input.sizes());
        call.output(statistics(input.dtype()), new long[] {channels});
        call.output(statistics(input.dtype()), new long[] {channels});
        call.output(statistics(input.dtype()), new long[] {channels});
    }

    /** The gradients of batch normalisation. */
    public static void batchNormBackward(Inference call) {
        var input = call.in(1);
        long channels = channels(call, 1);
        ShapeRules.sizes(call, 0, "of input", input.sizes());
        ShapeRules.sizes(call, 2, "[C]", channels);
        ShapeRules.sizes(call, 3, "[C]", channels);
        ShapeRules.sizes(call, 4, "[C]", channels);
        call.output(input.dtype(), input.sizes());
        call.output(input.dtype(), new long[] {channels});
        call.output(input.dtype(), new long[] {channels});
    }

    /** [B, C, ...] with numbers for each channel, in the dtype of statistics. */
    public static void scaledAbout(Inference call) {
        DTypeRules.requireFloating(call, 0);
        var input = call.in(0);
        var dtype = statistics(input.dtype());
        long channels = channels(call, 0);
        for (int i = 1; i < 4; i++) {
            ShapeRules.sizes(call, i, "[C]", channels);
            if (call.in(i).dtype() != dtype) {
                throw call.dtypeError(ShapeRules.name(call, i) + " must be " + dtype + " beside an input of " + input.dtype() + ", got "
                    + call.in(i).dtype(), "to(" + dtype + ")");
            }
        }
        call.output(input.dtype(), input.sizes());
    }

    /** Rows made of the last dimensions, with statistics of each. */
    public static void layerNorm(Inference call, Ints normalizedShape, double eps) {
        DTypeRules.requireFloating(call, 0);
        ShapeRules.oneDtype(call);
        var input = call.in(0);
        var rows = rows(call, 0, normalizedShape);
        ShapeRules.sizes(call, 1, "normalized_shape", normalizedShape.toArray());
        ShapeRules.sizes(call, 2, "normalized_shape", normalizedShape.toArray());
        call.output(input.dtype(), input.sizes());
        call.output(statistics(input.dtype()), rows);
        call.output(statistics(input.dtype()), rows);
    }

    /** The gradients of layer normalisation. */
    public static void layerNormBackward(Inference call, Ints normalizedShape) {
        var input = call.in(1);
        var rows = rows(call, 1, normalizedShape);
        ShapeRules.sizes(call, 0, "of input", input.sizes());
        ShapeRules.sizes(call, 2, "normalized_shape", normalizedShape.toArray());
        ShapeRules.sizes(call, 3, "of the rows", rows);
        ShapeRules.sizes(call, 4, "of the rows", rows);
        call.output(input.dtype(), input.sizes());
        call.output(input.dtype(), normalizedShape.toArray());
        call.output(input.dtype(), normalizedShape.toArray());
    }

    /** Half precision is too short for sums of many elements. */
    static DType statistics(DType dtype) {
        return dtype.bytes() == 2 ? DType.FLOAT32 : dtype;
    }

    private static long channels(Inference call, int which) {
        var sizes = call.in(which).sizes();
        if (sizes.length < 2) {
            throw call.shapeError(ShapeRules.name(call, which) + " must be [B, C, ...], got " + Arrays.toString(sizes),
                "unsqueeze(0) a single sample");
        }
        return sizes[1];
    }

    private static long[] rows(Inference call, int which, Ints normalizedShape) {
        var sizes = call.in(which).sizes();
        int outer = sizes.length - normalizedShape.size();
        if (normalizedShape.size() == 0 || outer < 0
            || !Arrays.equals(Arrays.copyOfRange(sizes, outer, sizes.length), normalizedShape.toArray())) {
            throw call.shapeError("the last sizes of " + ShapeRules.name(call, which) + " must be normalized_shape " + normalizedShape,
                null);
        }
        var rows = sizes.clone();
        Arrays.fill(rows, outer, rows.length, 1);
        return rows;
    }
}
