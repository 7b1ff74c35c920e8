package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.ops.DistanceMode;

/** Distances between the rows of two matrices. */
final class Distances {
    /** From this many rows on PyTorch prefers the product of matrices, which needs no memory for all differences. */
    private static final long MANY_ROWS = 25;

    private Distances() {}

    static Tensor cdist(Tensor x1, Tensor x2, double p, DistanceMode mode) {
        Batches.requireMatrices("cdist", x1);
        Batches.requireMatrices("cdist", x2);
        if (x1.size(-1) != x2.size(-1)) {
            throw Batches.wrong("cdist", "the rows of x1 and x2 must be of the same length, got " + x1.size(-1) + " and " + x2.size(-1), x1,
                null);
        }
        if (!(p >= 0)) {
            throw new ArgumentException("cdist: p must be at least 0, got " + p);
        }
        boolean byProduct = switch (mode) {
            case USE_MM_FOR_EUCLID_DIST -> true;
            case DONOT_USE_MM_FOR_EUCLID_DIST -> false;
            case USE_MM_FOR_EUCLID_DIST_IF_NECESSARY -> x1.size(-2) > MANY_ROWS || x2.size(-2) > MANY_ROWS;
        };
        if (p == 2 && byProduct) {
            return euclidean(x1, x2);
        }
        var differences = Ops.sub(Ops.unsqueeze(x1, -2), Ops.unsqueeze(x2, -3));
        if (differences.numel() == 0 && Double.isInfinite(p)) {
            return Ops.sum(differences, -1);
        }
        return Composites.vectorNorm(differences, p, new long[] {-1}, false, null);
    }

    /** |x|^2 + |y|^2 - 2 x y, which rounding may take below 0. */
    private static Tensor euclidean(Tensor x1, Tensor x2) {
        var squares = Ops.add(Ops.sum(Ops.square(x1), -1, true), Ops.mT(Ops.sum(Ops.square(x2), -1, true)));
        return Ops.sqrtOrZero(Ops.clampMin(Ops.sub(squares, Ops.matmul(x1, Ops.mT(x2)), 2), 0));
    }
}
