package dev.tenon.spi;

import dev.tenon.core.DType;
import java.util.Arrays;

/** Shapes of factorisations and solutions. Matrices are the last two dimensions, all others a batch; the batches of several inputs are equal. */
public final class LinalgRules {
    private LinalgRules() {}

    /** [..., m, n] makes both factors in [..., m, n] and [..., k] pivots. */
    public static void luDecompose(Inference call) {
        matrices(call, 0);
        var sizes = call.in(0).sizes();
        call.output(call.in(0).dtype(), sizes);
        call.output(DType.INT32, vectors(sizes, Math.min(rows(sizes), columns(sizes))));
    }

    /** [..., k] pivots make [..., rows] places. */
    public static void luPermutation(Inference call, long rows) {
        DTypeRules.requireIntegral(call, 0);
        var sizes = call.in(0).sizes();
        if (sizes.length == 0 || sizes[sizes.length - 1] > rows) {
            throw call.shapeError("there must be a dimension of at most " + rows + " pivots", null);
        }
        call.output(DType.INT64, ShapeRules.with(sizes, sizes.length - 1, rows));
    }

    /** [..., m, n] with n at most m makes [..., m, n] and [..., n, n]. */
    public static void thinQr(Inference call) {
        matrices(call, 0);
        tall(call);
        var sizes = call.in(0).sizes();
        call.output(call.in(0).dtype(), sizes);
        call.output(call.in(0).dtype(), ShapeRules.with(sizes, sizes.length - 2, columns(sizes)));
    }

    /** [..., m, k] makes [..., m, m - k]. */
    public static void orthogonalComplement(Inference call) {
        matrices(call, 0);
        tall(call);
        var sizes = call.in(0).sizes();
        call.output(call.in(0).dtype(), ShapeRules.with(sizes, sizes.length - 1, rows(sizes) - columns(sizes)));
    }

    /** Square matrices of the same shape. */
    public static void square(Inference call) {
        square(call, 0);
        call.output(call.in(0).dtype(), call.in(0).sizes());
    }

    /** [..., n, n] makes [..., n] and [..., n, n]. */
    public static void symmetricEigen(Inference call) {
        square(call, 0);
        var sizes = call.in(0).sizes();
        call.output(call.in(0).dtype(), vectors(sizes, columns(sizes)));
        call.output(call.in(0).dtype(), sizes);
    }

    /** [..., n, n] makes one number each. */
    public static void determinant(Inference call) {
        square(call, 0);
        call.output(call.in(0).dtype(), batch(call.in(0).sizes()));
    }

    /** [..., n, n] makes two numbers each. */
    public static void signLogDet(Inference call) {
        determinant(call);
        call.output(call.in(0).dtype(), batch(call.in(0).sizes()));
    }

    /** [..., n, n] and [..., n, k] make [..., n, k]. */
    public static void solve(Inference call) {
        system(call, 0, 1);
    }

    /** The same with an attribute for each side of the diagonal. */
    public static void solve(Inference call, boolean upper, boolean unitriangular) {
        system(call, 0, 1);
    }

    /** [..., n, k] and [..., n, n] make [..., n, k]. */
    public static void choleskySolve(Inference call, boolean upper) {
        system(call, 1, 0);
    }

    /** [..., m, n] and two thresholds for each matrix make [..., n, m]. */
    public static void pseudoInverse(Inference call, boolean hermitian) {
        matrices(call, 0);
        if (hermitian) {
            square(call, 0);
        }
        ShapeRules.oneDtype(call);
        var sizes = call.in(0).sizes();
        ShapeRules.sizes(call, 1, "of the batch", batch(sizes));
        ShapeRules.sizes(call, 2, "of the batch", batch(sizes));
        var transposed = ShapeRules.with(sizes, sizes.length - 1, rows(sizes));
        transposed[sizes.length - 2] = columns(sizes);
        call.output(call.in(0).dtype(), transposed);
    }

    private static void system(Inference call, int matrix, int right) {
        square(call, matrix);
        matrices(call, right);
        ShapeRules.oneDtype(call);
        var a = call.in(matrix).sizes();
        var b = call.in(right).sizes();
        if (!Arrays.equals(batch(a), batch(b)) || rows(b) != rows(a)) {
            throw call.shapeError(
                ShapeRules.name(call, right) + " must have the batch of " + ShapeRules.name(call, matrix) + " and " + rows(a) + " rows",
                null);
        }
        call.output(call.in(right).dtype(), b);
    }

    private static void square(Inference call, int input) {
        matrices(call, input);
        var sizes = call.in(input).sizes();
        if (rows(sizes) != columns(sizes)) {
            throw call.shapeError(
                ShapeRules.name(call, input) + " must be square, its last two sizes are " + rows(sizes) + " and " + columns(sizes), null);
        }
    }

    private static void tall(Inference call) {
        var sizes = call.in(0).sizes();
        if (rows(sizes) < columns(sizes)) {
            throw call.shapeError("there must be at least as many rows as columns", null);
        }
    }

    private static void matrices(Inference call, int input) {
        var operand = call.in(input);
        if (operand.rank() < 2) {
            throw call.shapeError(ShapeRules.name(call, input) + " must have at least 2 dimensions, got " + operand.rank(),
                "unsqueeze() it");
        }
    }

    private static long rows(long[] sizes) {
        return sizes[sizes.length - 2];
    }

    private static long columns(long[] sizes) {
        return sizes[sizes.length - 1];
    }

    private static long[] batch(long[] sizes) {
        return Arrays.copyOf(sizes, sizes.length - 2);
    }

    private static long[] vectors(long[] sizes, long length) {
        var vectors = Arrays.copyOf(sizes, sizes.length - 1);
        vectors[sizes.length - 2] = length;
        return vectors;
    }
}
