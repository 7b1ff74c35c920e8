package dev.tenon.tensor.matrix;

import dev.tenon.core.ArgumentException;
import dev.tenon.ops.DistanceMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.linalg.Batches;

/** Distances between the rows of two matrices. */
public final class Distances {
    /** From this many rows on PyTorch prefers the product of matrices, which needs no memory for all differences. */
    private static final long MANY_ROWS = 25;

    private Distances() {}

    public static Tensor cdist(Tensor x1, Tensor x2, double p, DistanceMode mode) {
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
        if (Double.isInfinite(p)) {
            return UncheckedOps.normLargest(differences, new long[] {-1}, false);
        }
        return Ops.linalgVectorNorm(differences, p, new long[] {-1}, false, null);
    }

    private static Tensor euclidean(Tensor x1, Tensor x2) {
        var squares1 = Ops.sum(Ops.square(x1), -1, true);
        var squares2 = Ops.mT(Ops.sum(Ops.square(x2), -1, true));
        return isWithinRange(squares1) && isWithinRange(squares2) ? byProduct(x1, x2, Ops.add(squares1, squares2)) : scaled(x1, x2);
    }

    /** |x|^2 + |y|^2 - 2 x y, which rounding may take below 0. */
    private static Tensor byProduct(Tensor x1, Tensor x2, Tensor squares) {
        return UncheckedOps.sqrtOrZero(Ops.clampMin(Ops.sub(squares, Ops.matmul(x1, Ops.mT(x2)), 2), 0));
    }

    /** Whether squared lengths, and their parts that count, keep their digits. */
    private static boolean isWithinRange(Tensor squares) {
        var fixed = squares.detach();
        int reach = switch (squares.dtype()) {
            case FLOAT16 -> 8;
            case FLOAT64 -> 900;
            default -> 90;
        };
        var within = Ops.logicalAnd(Ops.ge(fixed, Math.scalb(1.0, -reach)), Ops.le(fixed, Math.scalb(1.0, reach)));
        return Ops.all(within).item() != 0;
    }

    /** The same of rows that are first divided by powers of two near their lengths, which are put back relative to the longer one's. */
    private static Tensor scaled(Tensor x1, Tensor x2) {
        var s1 = powerOfTwo(x1);
        var s2 = powerOfTwo(x2);
        var of1 = Ops.div(x1, oneForZero(s1));
        var of2 = Ops.div(x2, oneForZero(s2));
        var t2 = Ops.mT(s2);
        var longer = oneForZero(Ops.maximum(s1, t2));
        var r1 = Ops.div(s1, longer);
        var r2 = Ops.div(t2, longer);
        var squares = Ops.add(Ops.mul(Ops.sum(Ops.square(of1), -1, true), Ops.square(r1)),
            Ops.mul(Ops.mT(Ops.sum(Ops.square(of2), -1, true)), Ops.square(r2)));
        var product = Ops.mul(Ops.matmul(of1, Ops.mT(of2)), Ops.mul(r1, r2));
        return Ops.mul(UncheckedOps.sqrtOrZero(Ops.clampMin(Ops.sub(squares, product, 2), 0)), longer);
    }

    /** Near each row's length; 0 for a row of zeros. */
    private static Tensor powerOfTwo(Tensor rows) {
        return Ops.exp2(Ops.floor(Ops.log2(UncheckedOps.normTwo(rows.detach(), new long[] {-1}, true))));
    }

    private static Tensor oneForZero(Tensor x) {
        return Ops.maskedFill(x, Ops.eq(x, 0), 1);
    }
}
