package dev.tenon.spi;

import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import dev.tenon.core.Operand;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The checks that generated shape rules share: inputs that must be given, and sizes that a signature names. */
public final class CallRules {
    private CallRules() {}

    /** Refuses a call in which one of these inputs is null. */
    public static void given(Inference call, int... inputs) {
        for (int i : inputs) {
            call.in(i);
        }
    }

    /**
     * A tensor of the list that comes first among the inputs, from the end where the place is negative.
     *
     * @param count how many tensors the list has
     */
    public static Operand item(Inference call, int count, long place) {
        if (place < -count || place >= count) {
            throw new IndexException(call.message("its list has no tensor " + place + ", got " + count
                + (count == 1 ? " tensor" : " tensors"), "a list of more tensors"));
        }
        return call.in((int) (place < 0 ? place + count : place));
    }

    /** The sizes of an input whose signature names each dimension, as in {@code [B, C, H, W]}. */
    public static long[] sizes(Inference call, int input, int rank, String pattern) {
        rank(call, input, rank, pattern);
        return call.unchecked(input).sizes().clone();
    }

    /** Refuses an input that has not so many dimensions, which the signature names. */
    public static void rank(Inference call, int input, int rank, String pattern) {
        var sizes = call.unchecked(input).sizes();
        if (sizes.length != rank) {
            throw call.shapeError(name(call, input) + " must have " + counted(rank) + " " + pattern + ", got " + sizes.length, null);
        }
    }

    /** The sizes of an input whose signature names so many dimensions and leaves others open, as in {@code [..., n, n]}. */
    public static long[] openSizes(Inference call, int input, int rank, String pattern) {
        openRank(call, input, rank, pattern);
        return call.unchecked(input).sizes().clone();
    }

    /** Refuses an input that has fewer dimensions than the signature names. */
    public static void openRank(Inference call, int input, int rank, String pattern) {
        var sizes = call.unchecked(input).sizes();
        if (sizes.length < rank) {
            throw call.shapeError(name(call, input) + " must have at least " + counted(rank) + " " + pattern + ", got " + sizes.length,
                "unsqueeze() it");
        }
    }

    private static String counted(int rank) {
        return rank + (rank == 1 ? " dimension" : " dimensions");
    }

    /** Refuses an input whose dimension {@code dim}, from the end where it is negative, has not the size that the rule gives it. */
    public static void size(Inference call, int input, int dim, long expected, String rule) {
        var sizes = call.unchecked(input).sizes();
        int axis = dim < 0 ? dim + sizes.length : dim;
        if (sizes[axis] != expected) {
            throw call.shapeError("the size of dimension " + axis + " of " + name(call, input) + " (" + sizes[axis] + ") must equal " + rule
                + " (" + expected + ")", hint(call, input, axis, expected));
        }
    }

    /** Matrices are often stored the other way round. */
    private static @Nullable String hint(Inference call, int input, int axis, long expected) {
        var sizes = call.unchecked(input).sizes();
        int other = 2 * sizes.length - 3 - axis;
        return sizes.length >= 2 && axis >= sizes.length - 2 && sizes[other] == expected
            ? name(call, input) + ".mT(), if it is stored the other way round"
            : null;
    }

    /** Refuses an input whose last two sizes differ. */
    public static void square(Inference call, int input) {
        var sizes = call.unchecked(input).sizes();
        int rank = sizes.length;
        if (sizes[rank - 2] != sizes[rank - 1]) {
            throw call.shapeError(
                name(call, input) + " must be square, its last two sizes are " + sizes[rank - 2] + " and " + sizes[rank - 1], null);
        }
    }

    /** Refuses an input that has not these sizes from dimension {@code from} on, which counts from the end where it is negative. */
    public static void part(Inference call, int input, int from, long[] expected, String rule) {
        var sizes = call.unchecked(input).sizes();
        int start = from < 0 ? from + sizes.length : from;
        if (!Arrays.equals(sizes, start, start + expected.length, expected, 0, expected.length)) {
            throw call.shapeError("the sizes of " + name(call, input) + " from dimension " + start + " on must equal " + rule + " "
                + Arrays.toString(expected), null);
        }
    }

    /** As above, of a list of the signature. */
    public static void part(Inference call, int input, int from, Ints expected, String rule) {
        var sizes = call.unchecked(input).sizes();
        int start = from < 0 ? from + sizes.length : from;
        for (int i = 0; i < expected.size(); i++) {
            if (sizes[start + i] != expected.get(i)) {
                part(call, input, from, expected.toArray(), rule);
            }
        }
    }

    /** Refuses an input of which other sizes are left open than of another: those behind the first and before the last so many. */
    public static void rest(Inference call, int first, int firstBefore, int firstAfter, int input, int before, int after) {
        var expected = call.unchecked(first).sizes();
        var sizes = call.unchecked(input).sizes();
        if (!Arrays.equals(expected, firstBefore, expected.length - firstAfter, sizes, before, sizes.length - after)) {
            throw call.shapeError("the sizes " + Arrays.toString(Arrays.copyOfRange(sizes, before, sizes.length - after)) + " of "
                + name(call, input) + " must equal " + Arrays.toString(
                    Arrays.copyOfRange(expected, firstBefore, expected.length - firstAfter))
                + " of " + name(call, first), "expand() one of them");
        }
    }

    /** The size of dimension {@code dim} of these sizes; negative counts from the end. */
    public static long size(Inference call, long[] sizes, long dim) {
        if (dim < -sizes.length || dim >= sizes.length) {
            throw call.shapeError("dimension " + dim + " does not exist in " + Arrays.toString(sizes), null);
        }
        return sizes[(int) (dim < 0 ? dim + sizes.length : dim)];
    }

    /** An output's sizes, each of which the rule must have made at least 0, and which must not hold more elements than can be counted. */
    public static long[] result(Inference call, String rule, long... sizes) {
        long count = 1;
        boolean fits = true;
        boolean empty = false;
        for (long size : sizes) {
            if (size < 0) {
                throw call.shapeError("the result " + rule + " would have the sizes " + Arrays.toString(sizes), "sizes of 0 and more");
            }
            empty |= size == 0;
            fits &= Math.multiplyHigh(count, size) == 0 && count * size >= 0;
            count *= size;
        }
        if (!fits && !empty) {
            throw call.shapeError("the result " + rule + " with the sizes " + Arrays.toString(sizes)
                + " has more elements than can be counted in 63 bits", "smaller sizes");
        }
        return sizes;
    }

    /** The positions {@code from} up to {@code to}, for the rules of a list of tensors. */
    public static int[] range(int from, int to) {
        var positions = new int[to - from];
        Arrays.setAll(positions, i -> from + i);
        return positions;
    }

    private static String name(Inference call, int input) {
        var names = call.op().descriptor().inputNames();
        return input < names.size() ? names.get(input) : "input " + input;
    }
}
