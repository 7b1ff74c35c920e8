package dev.tenon.spi;

import java.util.Arrays;

/** The checks that generated shape rules share: inputs that must be given, and sizes that a signature names. */
public final class CallRules {
    private CallRules() {}

    /** Refuses a call in which one of these inputs is null. */
    public static void given(Inference call, int... inputs) {
        for (int i : inputs) {
            call.in(i);
        }
    }

    /** The sizes of an input whose signature names each dimension, as in {@code [B, C, H, W]}. */
    public static long[] sizes(Inference call, int input, int rank, String pattern) {
        var sizes = call.in(input).sizes();
        if (sizes.length != rank) {
            throw call
                .shapeError(name(call, input) + " must have " + rank + (rank == 1 ? " dimension " : " dimensions ") + pattern + ", got "
                    + sizes.length, null);
        }
        return sizes;
    }

    /** Refuses an input whose dimension {@code dim} has not the size that the rule gives it. */
    public static void size(Inference call, int input, int dim, long expected, String rule) {
        long size = call.in(input).sizes()[dim];
        if (size != expected) {
            throw call.shapeError("the size of dimension " + dim + " of " + name(call, input) + " (" + size + ") must equal " + rule + " ("
                + expected + ")", null);
        }
    }

    /** The size of dimension {@code dim} of these sizes; negative counts from the end. */
    public static long size(Inference call, long[] sizes, int dim) {
        if (dim < -sizes.length || dim >= sizes.length) {
            throw call.shapeError("dimension " + dim + " does not exist in " + Arrays.toString(sizes), null);
        }
        return sizes[dim < 0 ? dim + sizes.length : dim];
    }

    /** An output's sizes, each of which the rule must have made at least 0. */
    public static long[] result(Inference call, String rule, long... sizes) {
        for (long size : sizes) {
            if (size < 0) {
                throw call.shapeError("the result " + rule + " would have the sizes " + Arrays.toString(sizes),
                    "a larger input or a smaller window");
            }
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
