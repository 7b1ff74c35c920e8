package dev.tenon.tensor.matrix;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Numbers;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Axes;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.linalg.Batches;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Products that sum over some dimensions, written in products of matrices. */
public final class Contractions {
    /** Up to these norms 19 terms of the exponential series leave an error below half a unit of the last place (Bader et al., table 1). */
    private static final double EXACT_DOUBLE = 1.090863719290036;
    private static final double EXACT_FLOAT = 3.010066362817634;

    private Contractions() {}

    // ---- a product and a sum ----------------------------------------------------------------------------------------

    public static Tensor addbmm(Tensor input, Tensor batch1, Tensor batch2, Number beta, Number alpha) {
        if (batch1.dtype().bytes() == 2 && batch1.dtype().isFloating() && batch1.size(0) > 0) {
            return oneByOne(input, batch1, batch2, beta, alpha);
        }
        return sum("addbmm", input, Ops.sum(Ops.bmm(batch1, batch2), new long[] {0}, false, batch1.dtype()), beta, alpha);
    }

    /** Halves are rounded after every matrix of the batch, as PyTorch does. */
    private static Tensor oneByOne(Tensor input, Tensor batch1, Tensor batch2, Number beta, Number alpha) {
        var result = input;
        for (int b = 0; b < batch1.size(0); b++) {
            var product = Ops.mm(Ops.select(batch1, 0, b).to(DType.FLOAT32), Ops.select(batch2, 0, b).to(DType.FLOAT32));
            result = sum("addbmm", result.to(DType.FLOAT32), product, b == 0 ? beta : 1, alpha).to(batch1.dtype());
        }
        return result;
    }

    public static Tensor addmv(Tensor input, Tensor mat, Tensor vec, Number beta, Number alpha) {
        return sum("addmv", input, Matrices.mv(mat, vec), beta, alpha);
    }

    public static Tensor addr(Tensor input, Tensor vec1, Tensor vec2, Number beta, Number alpha) {
        if (vec1.dtype().isFloating() && vec1.dtype() == vec2.dtype() && vec1.dtype() == input.dtype()) {
            // The order of PyTorch's roundings, which is seen in halves.
            return sum("addr", Ops.mul(input, number(beta, input)), Ops.outer(Ops.mul(vec1, number(alpha, vec1)), vec2),
                beta.doubleValue() == 0 ? 0 : 1, 1);
        }
        var product = Ops.outer(vec1, vec2);
        if (product.dtype() != DType.BOOL || input.dtype() != DType.BOOL) {
            return sum("addr", input, product, beta, alpha);
        }
        var scaled = alpha.doubleValue() != 0 ? product : Ops.logicalAnd(product, Ops.logicalNot(product));
        return beta.doubleValue() != 0 ? Ops.logicalOr(scaled, input) : scaled;
    }

    private static Tensor number(Number value, Tensor like) {
        return Creation.full(new long[0], value, like.dtype(), like.device());
    }

    /** beta * input + alpha * product; what has a factor of 0 does not count, be it infinite. */
    static Tensor sum(String op, Tensor input, Tensor product, Number factorOfInput, Number factorOfProduct) {
        var beta = Numbers.factor(product.dtype(), factorOfInput, op, "beta");
        var alpha = Numbers.factor(product.dtype(), factorOfProduct, op, "alpha");
        var scaled = alpha.doubleValue() == 1 ? product : alpha.doubleValue() == 0 ? nothing(product) : Ops.mul(product, alpha);
        if (beta.doubleValue() == 0) {
            return scaled;
        }
        var result = Ops.add(scaled, input, beta);
        if (!result.shape().equals(product.shape())) {
            throw Batches.wrong(op, "the input must broadcast to the shape " + product.shape() + " of the product", input, null);
        }
        return result;
    }

    private static Tensor nothing(Tensor product) {
        return Ops.maskedFill(product, Creation.ones(DType.BOOL, product.device()), 0);
    }

    // ---- pairs of dimensions ----------------------------------------------------------------------------------------

    public static Tensor tensordot(Tensor a, Tensor b, long dims) {
        if (dims < 0 || dims > Math.min(a.rank(), b.rank())) {
            throw new ArgumentException("tensordot: dims must be in [0, " + Math.min(a.rank(), b.rank()) + "], got " + dims);
        }
        return tensordot(a, b, LongStream.range(a.rank() - dims, a.rank()).toArray(), LongStream.range(0, dims).toArray());
    }

    public static Tensor tensordot(Tensor a, Tensor b, long[] dimsSelf, long[] dimsOther) {
        if (dimsSelf.length != dimsOther.length) {
            throw new ArgumentException(
                "tensordot: both lists of dimensions must be of the same length, got " + Arrays.toString(dimsSelf) + " and "
                    + Arrays.toString(dimsOther));
        }
        var left = a;
        var right = b;
        for (int i = 0; i < dimsSelf.length; i++) {
            long x = a.size((int) dimsSelf[i]);
            long y = b.size((int) dimsOther[i]);
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException(
                    "tensordot: the sizes " + x + " of dimension " + dimsSelf[i] + " of a and " + y + " of dimension " + dimsOther[i]
                        + " of b must be equal\n  a: " + a.shape() + "   b: " + b.shape());
            }
            // A size of 1 stands for any: the other side is summed first.
            left = y == 1 && x != 1 ? Ops.sum(left, new long[] {dimsSelf[i]}, true, left.dtype()) : left;
            right = x == 1 && y != 1 ? Ops.sum(right, new long[] {dimsOther[i]}, true, right.dtype()) : right;
        }
        return contracted(left, right, dimsSelf, dimsOther);
    }

    private static Tensor contracted(Tensor a, Tensor b, long[] dimsSelf, long[] dimsOther) {
        var ofA = axes(dimsSelf, a.rank());
        var ofB = axes(dimsOther, b.rank());
        var keptA = others(ofA, a.rank());
        var keptB = others(ofB, b.rank());
        long folded = Arrays.stream(ofA).map(d -> a.size((int) d)).reduce(1, (x, y) -> x * y);
        var sizesA = Arrays.stream(keptA).map(d -> a.size((int) d)).toArray();
        var sizesB = Arrays.stream(keptB).map(d -> b.size((int) d)).toArray();
        var left = Ops.reshape(Ops.permute(a, joined(keptA, ofA)), product(sizesA), folded);
        var right = Ops.reshape(Ops.permute(b, joined(ofB, keptB)), folded, product(sizesB));
        return Ops.reshape(Ops.mm(left, right), joined(sizesA, sizesB));
    }

    private static long[] axes(long[] dims, int rank) {
        var axes = Arrays.stream(dims).map(d -> Axes.axis(d, rank)).toArray();
        if (Arrays.stream(axes).distinct().count() != axes.length) {
            throw new ArgumentException("tensordot: a dimension occurs twice in " + Arrays.toString(dims));
        }
        return axes;
    }

    private static long[] others(long[] axes, int rank) {
        return LongStream.range(0, rank).filter(d -> Arrays.stream(axes).noneMatch(axis -> axis == d)).toArray();
    }

    static long[] joined(long[] first, long[] second) {
        return LongStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    static long product(long[] sizes) {
        return Arrays.stream(sizes).reduce(1, (x, y) -> x * y);
    }

    public static Tensor matrixPower(Tensor input, long n) {
        Batches.requireSquare("linalg.matrix_power", input);
        if (n == 0) {
            // The identity, whose gradient is 0 and not missing.
            var zeros = Ops.maskedFill(input, Creation.ones(DType.BOOL, input.device()), 0);
            return Ops.add(zeros, Batches.identity(input.size(-1), input));
        }
        if (n == Long.MIN_VALUE) {
            throw new ArgumentException("linalg.matrix_power: n must be above -2^63, whose negative no long holds, got " + n);
        }
        var square = n < 0 ? Ops.linalgInv(input) : input;
        if (n == 1) {
            return Ops.cloned(input);
        }
        long left = Math.absExact(n);
        for (; (left & 1) == 0; left >>= 1) {
            square = Ops.matmul(square, square);
        }
        var result = square;
        for (left >>= 1; left > 0; left >>= 1) {
            square = Ops.matmul(square, square);
            result = (left & 1) == 0 ? result : Ops.matmul(result, square);
        }
        return result;
    }

    /** Each matrix is divided by a power of two for which the series is exact to its dtype, and what it gives squared as many times. */
    public static Tensor matrixExp(Tensor input) {
        if (input.numel() == 0) {
            return Ops.cloned(input);
        }
        if (input.dtype().bytes() == 2) {
            return input.size(-1) == 1 ? Ops.exp(input) : Ops.mul(input, Double.NaN);
        }
        var norms = Ops.amax(Ops.sum(Ops.abs(input.detach()), new long[] {-2}, true), new long[] {-1}, true);
        var wanted = Ops.clampMin(Ops.ceil(Ops.log2(Ops.div(norms, input.dtype() == DType.FLOAT64 ? EXACT_DOUBLE : EXACT_FLOAT))), 0);
        var halvings = Ops.where(Ops.isfinite(norms), wanted, 0);
        var result = UncheckedOps.exponentialSeries(Ops.mul(input, Ops.exp2(Ops.neg(halvings))));
        double most = Ops.amax(halvings, null, false).item();
        for (int i = 0; i < most; i++) {
            result = Ops.where(Ops.gt(halvings, i), Ops.matmul(result, result), result);
        }
        return result;
    }
}
