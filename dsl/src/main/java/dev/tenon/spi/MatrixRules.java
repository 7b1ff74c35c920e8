package dev.tenon.spi;

import java.util.Arrays;

/** Shapes of matrix products and factorisations. */
public final class MatrixRules {
    private MatrixRules() {}

    /** [n, k] and [k, m] make [n, m]. */
    public static void mm(Inference call) {
        numeric(call);
        ShapeRules.rank(call, 0, 2);
        ShapeRules.rank(call, 1, 2);
        var a = call.in(0).sizes();
        var b = call.in(1).sizes();
        inner(call, a[1], b[0]);
        call.output(call.in(0).dtype(), new long[] {a[0], b[1]});
    }

    /** [b, n, k] and [b, k, m] make [b, n, m]. */
    public static void bmm(Inference call) {
        numeric(call);
        ShapeRules.rank(call, 0, 3);
        ShapeRules.rank(call, 1, 3);
        var a = call.in(0).sizes();
        var b = call.in(1).sizes();
        if (a[0] != b[0]) {
            throw call.shapeError("the batch sizes (" + a[0] + " and " + b[0] + ") must be equal",
                "expand() one of them, or matmul, which does");
        }
        inner(call, a[2], b[1]);
        call.output(call.in(0).dtype(), new long[] {a[0], a[1], b[2]});
    }

    /** [..., in], [out, in] and [out] make [..., out]. */
    public static void linear(Inference call) {
        numeric(call);
        ShapeRules.rank(call, 1, 2);
        var input = call.in(0).sizes();
        var weight = call.in(1).sizes();
        if (input.length == 0 || input[input.length - 1] != weight[1]) {
            throw call.shapeError("the last size of input must equal the last size of weight (" + weight[1] + "), stored as [out, in]",
                input.length > 0 && input[input.length - 1] == weight[0] ? "weight.t(), if it is stored as [in, out]" : null);
        }
        ShapeRules.sizes(call, 2, "[out]", weight[0]);
        call.output(call.in(0).dtype(), ShapeRules.with(input, input.length - 1, weight[0]));
    }

    /** Matrices in the last two dimensions. */
    public static void triangle(Inference call, long diagonal) {
        matrices(call);
        call.output(call.in(0).dtype(), call.in(0).sizes());
    }

    /** [..., m, n] makes [..., m, k], [..., k] and [..., k, n]. */
    public static void thinSvd(Inference call) {
        DTypeRules.requireFloating(call, 0);
        matrices(call);
        var sizes = call.in(0).sizes();
        int rank = sizes.length;
        long k = Math.min(sizes[rank - 2], sizes[rank - 1]);
        var singular = Arrays.copyOf(sizes, rank - 1);
        singular[rank - 2] = k;
        call.output(call.in(0).dtype(), ShapeRules.with(sizes, rank - 1, k));
        call.output(call.in(0).dtype(), singular);
        call.output(call.in(0).dtype(), ShapeRules.with(sizes, rank - 2, k));
    }

    private static void matrices(Inference call) {
        if (call.in(0).rank() < 2) {
            throw call.shapeError("the input must have at least 2 dimensions, got " + call.in(0).rank(), "unsqueeze() it");
        }
    }

    private static void numeric(Inference call) {
        for (int i = 0; i < call.inputs(); i++) {
            DTypeRules.requireNumeric(call, i);
        }
        ShapeRules.oneDtype(call);
    }

    private static void inner(Inference call, long columns, long rows) {
        if (columns != rows) {
            var other = call.in(1).sizes();
            var hint = other[other.length - 1] == columns ? ShapeRules.name(call, 1) + ".mT(), if it is stored the other way round" : null;
            throw call.shapeError("the last size of " + ShapeRules.name(call, 0) + " (" + columns + ") must equal the second-to-last of "
                + ShapeRules.name(call, 1) + " (" + rows + ")", hint);
        }
    }
}
