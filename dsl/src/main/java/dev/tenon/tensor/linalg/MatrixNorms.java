package dev.tenon.tensor.linalg;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.NormKind;
import dev.tenon.spi.Axes;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Norms of matrices, and the norm that chooses between them and those of vectors. */
public final class MatrixNorms {
    private static final long[] LAST_TWO = {-2, -1};

    private MatrixNorms() {}

    // ---- vectors or matrices ----------------------------------------------------------------------------------------

    public static Tensor norm(Tensor input, @Nullable Number ord, long @Nullable [] dim, boolean keepdim, @Nullable DType dtype) {
        if (ord == null) {
            return Ops.linalgVectorNorm(input, 2, dim, keepdim, dtype);
        }
        int dims = dim != null ? dim.length : input.rank();
        if (dims == 1) {
            return Ops.linalgVectorNorm(input, ord, dim, keepdim, dtype);
        }
        return matrixNorm(input, ord, matrices(input, dim), keepdim, dtype);
    }

    public static Tensor norm(Tensor input, NormKind ord, long @Nullable [] dim, boolean keepdim, @Nullable DType dtype) {
        return matrixNorm(input, ord, matrices(input, dim), keepdim, dtype);
    }

    private static long[] matrices(Tensor input, long @Nullable [] dim) {
        if (dim == null && input.rank() != 2 || dim != null && dim.length != 2) {
            throw new ShapeException("linalg.norm: an order needs one dimension for vectors or two for matrices, got "
                + (dim == null ? input.rank() : Arrays.toString(dim)) + " for shape " + input.shape() + "\n  try:   dim = ...");
        }
        return dim == null ? LAST_TWO : dim;
    }

    // ---- matrices ---------------------------------------------------------------------------------------------------

    public static Tensor matrixNorm(Tensor input, NormKind ord, long[] dim, boolean keepdim, @Nullable DType dtype) {
        axes(input, dim);
        return ord == NormKind.FRO ? Ops.linalgVectorNorm(input, 2, dim, keepdim, dtype)
            : Decompositions.nuclearNorm(dtype == null ? input : input.to(dtype), dim, keepdim);
    }

    public static Tensor matrixNorm(Tensor input, Number ord, long[] dim, boolean keepdim, @Nullable DType dtype) {
        var axes = axes(input, dim);
        var x = dtype == null ? input : input.to(dtype);
        double order = ord.doubleValue();
        boolean greatest = order > 0;
        if (Math.abs(order) == 2) {
            return spectral(x, axes, greatest, keepdim);
        }
        if (Math.abs(order) != 1 && !Double.isInfinite(order)) {
            throw new ArgumentException(
                "linalg.matrix_norm: there is no order " + ord + "\n  try:   1, 2 or infinity, their negatives, FRO or NUC");
        }
        // Sums of columns run over the rows; with the dimension kept, the other one stays where it is.
        int summed = Math.abs(order) == 1 ? axes[0] : axes[1];
        int compared = axes[0] + axes[1] - summed;
        var sums = Ops.sum(Ops.abs(x), summed, true);
        var result = greatest ? greatest(sums, compared, true) : Ops.amin(sums, compared, true);
        return keepdim ? result : Ops.squeeze(result, axes[0], axes[1]);
    }

    private static Tensor spectral(Tensor x, int[] axes, boolean greatest, boolean keepdim) {
        var singular = UncheckedOps.thinSvd(Ops.movedim(x, new long[] {axes[0], axes[1]}, -2, -1)).s();
        var result = greatest ? greatest(singular, -1, false) : Ops.amin(singular, -1);
        if (!keepdim) {
            return result;
        }
        var first = Ops.unsqueeze(result, Math.min(axes[0], axes[1]));
        return Ops.unsqueeze(first, Math.max(axes[0], axes[1]));
    }

    /** The greatest of magnitudes; of none it is 0. */
    private static Tensor greatest(Tensor magnitudes, int dim, boolean keepdim) {
        return magnitudes.size(dim) == 0 ? Ops.sum(magnitudes, dim, keepdim) : Ops.amax(magnitudes, dim, keepdim);
    }

    private static int[] axes(Tensor input, long[] dim) {
        Batches.requireMatrices("linalg.matrix_norm", input);
        if (dim.length != 2) {
            throw new ShapeException("linalg.matrix_norm: a matrix has two dimensions, got dim " + Arrays.toString(dim));
        }
        var axes = new int[] {Axes.axis(dim[0], input.rank()), Axes.axis(dim[1], input.rank())};
        if (axes[0] == axes[1]) {
            throw new ShapeException("linalg.matrix_norm: the two dimensions of a matrix must differ, got " + Arrays.toString(dim));
        }
        return axes;
    }

    // ---- condition numbers ------------------------------------------------------------------------------------------

    public static Tensor cond(Tensor input, @Nullable Number p) {
        Batches.requireMatrices("linalg.cond", input);
        if (input.numel() == 0) {
            return Creation.zeros(input.dtype(), input.device(), Batches.of(input));
        }
        if (p == null || Math.abs(p.doubleValue()) == 2) {
            var singular = UncheckedOps.thinSvd(input).s();
            var greatest = Ops.select(singular, -1, 0);
            var least = Ops.select(singular, -1, singular.size(-1) - 1);
            return p == null || p.doubleValue() > 0 ? Ops.div(greatest, least) : Ops.div(least, greatest);
        }
        var usable = regular(input);
        return orInfinity(input,
            Ops.mul(matrixNorm(usable, p, LAST_TWO, false, null), matrixNorm(Ops.linalgInv(usable), p, LAST_TWO, false, null)));
    }

    public static Tensor cond(Tensor input, NormKind p) {
        Batches.requireMatrices("linalg.cond", input);
        if (input.numel() == 0) {
            return Creation.zeros(input.dtype(), input.device(), Batches.of(input));
        }
        var usable = regular(input);
        return orInfinity(input,
            Ops.mul(matrixNorm(usable, p, LAST_TWO, false, null), matrixNorm(Ops.linalgInv(usable), p, LAST_TWO, false, null)));
    }

    private static Tensor singular(Tensor input) {
        Batches.requireSquare("linalg.cond", input);
        return Ops.eq(UncheckedOps.signLogDet(input.detach()).sign(), 0);
    }

    /** The input with the identity in place of singular matrices, so that all have inverses. */
    private static Tensor regular(Tensor input) {
        return Ops.where(Ops.unsqueeze(Ops.unsqueeze(singular(input), -1), -1), Batches.identity(input.size(-1), input), input);
    }

    private static Tensor orInfinity(Tensor input, Tensor numbers) {
        return Ops.maskedFill(numbers, singular(input), Double.POSITIVE_INFINITY);
    }
}
