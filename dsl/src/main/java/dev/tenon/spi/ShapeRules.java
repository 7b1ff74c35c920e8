package dev.tenon.spi;

import dev.tenon.core.Ints;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Output shapes that the {@code shape:} expressions of the spec call by name. */
public final class ShapeRules {
    private ShapeRules() {}

    /** The sizes that remain after folding {@code dims}, or all where it is null or empty; kept as 1 if {@code keepdim}. */
    public static long[] reduced(Inference call, long[] sizes, @Nullable Ints dims, boolean keepdim) {
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

    /** The sizes without dimension {@code axis}, or with 1 in its place; those of a 0-d tensor stay. */
    static long[] without(long[] sizes, int axis, boolean keepdim) {
        if (sizes.length == 0) {
            return sizes;
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
            return sizes;
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

    /** Refuses inputs of different dtypes: the operator's kernel computes in one. */
    static void oneDtype(Inference call) {
        for (int i = 1; i < call.inputs(); i++) {
            if (call.has(i) && call.in(i).dtype() != call.in(0).dtype()) {
                throw call.dtypeError("the dtypes of " + name(call, 0) + " (" + call.in(0).dtype() + ") and " + name(call, i) + " ("
                    + call.in(i).dtype() + ") must be equal", "to(...) one of them");
            }
        }
    }

    /** Refuses an input whose number of dimensions is not {@code rank}. */
    static void rank(Inference call, int i, int rank) {
        if (call.in(i).rank() != rank) {
            throw call.shapeError(
                name(call, i) + " must have " + rank + (rank == 1 ? " dimension" : " dimensions") + ", got " + call.in(i).rank(),
                null);
        }
    }

    /** Refuses an input that has not these sizes. */
    static void sizes(Inference call, int i, String what, long... sizes) {
        if (call.has(i) && !Arrays.equals(call.in(i).sizes(), sizes)) {
            throw call.shapeError(name(call, i) + " must have the shape " + what + ", here " + Arrays.toString(sizes), null);
        }
    }
}
