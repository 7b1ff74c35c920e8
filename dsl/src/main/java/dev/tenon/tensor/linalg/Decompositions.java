package dev.tenon.tensor.linalg;

import dev.tenon.core.ShapeException;
import dev.tenon.spi.Axes;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is computed from factorisations of matrices. */
public final class Decompositions {
    private Decompositions() {}

    /** The sum of the singular values of the matrices in two dimensions. */
    public static Tensor nuclearNorm(Tensor input, long @Nullable [] dim, boolean keepdim) {
        var dims = dim == null && input.rank() == 2 ? new long[] {0, 1} : dim;
        if (dims == null || dims.length != 2 || input.rank() < 2) {
            throw new ShapeException(
                "norm: the nuclear norm is of matrices, in two dimensions, got dim " + Arrays.toString(dims) + " for shape "
                    + input.shape());
        }
        var order = matricesLast(dims, input.rank());
        var norm = Ops.sum(UncheckedOps.thinSvd(Ops.permute(input, order)).s(), -1);
        if (!keepdim) {
            return norm;
        }
        var sizes = input.shape().toArray();
        sizes[(int) order[order.length - 2]] = 1;
        sizes[(int) order[order.length - 1]] = 1;
        return Ops.reshape(norm, sizes);
    }

    private static long[] matricesLast(long[] dims, int rank) {
        int a = Axes.axis(dims[0], rank);
        int b = Axes.axis(dims[1], rank);
        if (a == b) {
            throw new ShapeException("norm: the two dimensions of a matrix must differ, got " + Arrays.toString(dims));
        }
        var order = new long[rank];
        int next = 0;
        for (int d = 0; d < rank; d++) {
            if (d != a && d != b) {
                order[next++] = d;
            }
        }
        order[next] = a;
        order[next + 1] = b;
        return order;
    }

    /**
     * The gradient of u diag(s) vh. What it changes of the vectors of two singular values is divided by their sum where it turns both sides
     * against each other, and by their difference where it turns them together. Vectors of equal singular values are not determined, so that
     * only functions of what they span have a gradient: there the quotients by a difference do not count. Where both are 0 nothing is left
     * that could say how they change: NaN, unless nothing asks.
     */
    public static Tensor thinSvd(Tensor gU, Tensor gS, Tensor gVh, Tensor u, Tensor s, Tensor vh) {
        long m = u.size(-2);
        long n = vh.size(-1);
        long k = s.size(-1);
        var row = Ops.unsqueeze(s, -2);
        var column = Ops.unsqueeze(s, -1);
        var ofU = skew(Ops.matmul(Ops.mT(u), gU));
        var ofV = skew(Ops.matmul(vh, Ops.mT(gVh)));
        var together = Ops.mul(Ops.add(ofU, ofV), 0.5);
        var against = Ops.mul(Ops.sub(ofU, ofV), 0.5);
        var gaps = Ops.sub(row, column);
        var equal = Ops.eq(gaps, 0);
        var turns = Ops.maskedFill(Ops.div(together, Ops.maskedFill(gaps, equal, 1)), equal, 0);
        var identity = Creation.eye(k, k, s.dtype(), s.device());
        var core = Ops.add(Ops.add(turns, quotient(against, Ops.add(row, column))), Ops.mul(identity, Ops.unsqueeze(gS, -2)));
        var result = Ops.matmul(Ops.matmul(u, core), vh);
        if (m > k) {
            var outside = quotient(gU, row);
            result = Ops.add(result, Ops.matmul(Ops.sub(outside, Ops.matmul(u, Ops.matmul(Ops.mT(u), outside))), vh));
        }
        if (n > k) {
            var outside = quotient(gVh, column);
            result = Ops.add(result, Ops.matmul(u, Ops.sub(outside, Ops.matmul(Ops.matmul(outside, Ops.mT(vh)), vh))));
        }
        return result;
    }

    private static Tensor skew(Tensor x) {
        return Ops.sub(x, Ops.mT(x));
    }

    /** 0 divided by 0 is 0, and everything else NaN. */
    private static Tensor quotient(Tensor x, Tensor divisor) {
        var zero = Ops.eq(divisor, 0);
        return Ops.maskedFill(Ops.div(x, Ops.maskedFill(divisor, zero, 1)), Ops.logicalAnd(zero, Ops.ne(x, 0)), Double.NaN);
    }
}
