package dev.tenon.tensor.linalg;

import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Batches of matrices: the last two dimensions are rows and columns. */
public final class Batches {
    private Batches() {}

    /** The sizes before the last two. */
    static long[] of(Tensor matrices) {
        return Arrays.copyOf(matrices.shape().toArray(), matrices.rank() - 2);
    }

    /** The matrices repeated for a larger batch, without a copy. */
    static Tensor expand(Tensor matrices, long[] batch) {
        return Arrays.equals(of(matrices), batch) ? matrices : Ops.expand(matrices, with(batch, matrices.size(-2), matrices.size(-1)));
    }

    /** The batch both broadcast to. */
    static long[] common(String op, Tensor a, Tensor b) {
        var left = of(a);
        var right = of(b);
        var sizes = new long[Math.max(left.length, right.length)];
        for (int d = 1; d <= sizes.length; d++) {
            long x = d <= left.length ? left[left.length - d] : 1;
            long y = d <= right.length ? right[right.length - d] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException(
                    op + ": the batch sizes " + x + " and " + y + " must be equal, or one of them 1\n  " + a.shape() + " and " + b.shape());
            }
            sizes[sizes.length - d] = x == 1 ? y : x;
        }
        return sizes;
    }

    static long[] with(long[] batch, long... last) {
        var sizes = Arrays.copyOf(batch, batch.length + last.length);
        System.arraycopy(last, 0, sizes, batch.length, last.length);
        return sizes;
    }

    /** Refuses what is no matrix. */
    public static void requireMatrices(String op, Tensor input) {
        if (input.rank() < 2) {
            throw wrong(op, "the input must have at least 2 dimensions, got " + input.rank(), input, "unsqueeze() it");
        }
    }

    /** Refuses what is no square matrix. */
    public static void requireSquare(String op, Tensor input) {
        requireMatrices(op, input);
        if (input.size(-1) != input.size(-2)) {
            throw wrong(op, "the matrices must be square, got " + input.size(-2) + " rows and " + input.size(-1) + " columns", input, null);
        }
    }

    public static ShapeException wrong(String op, String rule, Tensor input, @Nullable String hint) {
        return new ShapeException(op + ": " + rule + "\n  input: " + Operand.describe(input) + (hint == null ? "" : "\n  try:   " + hint));
    }

    /** The identity of n rows, like {@code like} in all else. */
    public static Tensor identity(long n, Tensor like) {
        return Creation.eye(n, n, like.dtype(), like.device());
    }

    /** Matrices with these diagonals. */
    static Tensor diagonal(Tensor values) {
        return Ops.mul(identity(values.size(-1), values), Ops.unsqueeze(values, -2));
    }
}
