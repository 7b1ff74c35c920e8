package dev.tenon.tensor.linalg;

import dev.tenon.core.DType;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import org.jspecify.annotations.Nullable;

/** Ranks and pseudoinverses: what depends on which singular values count as 0. */
public final class MatrixNumbers {
    private MatrixNumbers() {}

    // ---- pseudoinverses ---------------------------------------------------------------------------------------------

    public static Tensor pinv(Tensor input, @Nullable Double atol, @Nullable Double rtol, boolean hermitian) {
        return pinv(input, threshold(atol, input), threshold(rtol, input), hermitian);
    }

    public static Tensor pinv(Tensor input, double rcond, boolean hermitian) {
        return pinv(input, 0.0, rcond, hermitian);
    }

    public static Tensor pinv(Tensor input, @Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
        Batches.requireMatrices("linalg.pinv", input);
        var absolute = absolute(atol, input);
        var relative = relative(absolute, atol != null, rtol, input);
        var batch = Batches.of(input);
        return UncheckedOps.pseudoInverse(input, Ops.expand(absolute, batch), Ops.expand(relative, batch), hermitian);
    }

    // ---- ranks ------------------------------------------------------------------------------------------------------

    public static Tensor matrixRank(Tensor input, @Nullable Double atol, @Nullable Double rtol, boolean hermitian) {
        return matrixRank(input, threshold(atol, input), threshold(rtol, input), hermitian);
    }

    public static Tensor matrixRank(Tensor input, double tol, boolean hermitian) {
        return matrixRank(input, tol, 0.0, hermitian);
    }

    public static Tensor matrixRank(Tensor input, @Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
        Batches.requireMatrices("linalg.matrix_rank", input);
        var x = input.detach();
        if (hermitian) {
            Batches.requireSquare("linalg.matrix_rank", x);
        }
        return rank(hermitian ? Ops.abs(UncheckedOps.symmetricEigen(x).values()) : UncheckedOps.thinSvd(x).s(), atol, rtol, x);
    }

    /** How many of a matrix's singular values, in any order, are above its threshold. */
    static Tensor rank(Tensor singular, @Nullable Tensor atol, @Nullable Tensor rtol, Tensor matrices) {
        if (singular.size(-1) == 0) {
            return Creation.zeros(DType.INT64, matrices.device(), Batches.of(matrices));
        }
        var absolute = absolute(atol, matrices);
        var relative = relative(absolute, atol != null, rtol, matrices);
        var tolerance = Ops.maximum(absolute, Ops.mul(relative, Ops.amax(singular, -1)));
        return Ops.sum(Ops.gt(singular, Ops.unsqueeze(tolerance, -1)), -1);
    }

    // ---- thresholds -------------------------------------------------------------------------------------------------

    static @Nullable Tensor threshold(@Nullable Double value, Tensor like) {
        return value == null ? null : Creation.full(new long[0], value, like.dtype(), like.device());
    }

    private static Tensor absolute(@Nullable Tensor atol, Tensor like) {
        return atol == null ? Creation.zeros(like.dtype(), like.device()) : atol.detach().to(like.dtype());
    }

    /** Without one of its own, the rounding errors of the larger side, but nothing where an absolute threshold was given. */
    private static Tensor relative(Tensor absolute, boolean given, @Nullable Tensor rtol, Tensor like) {
        if (rtol != null) {
            return rtol.detach().to(like.dtype());
        }
        double epsilon = like.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1.0f);
        double rounding = epsilon * Math.max(like.size(-1), like.size(-2));
        var usual = Creation.full(new long[0], rounding, like.dtype(), like.device());
        return given ? Ops.maskedFill(Ops.expand(usual, absolute.shape().toArray()), Ops.gt(absolute, 0), 0) : usual;
    }
}
