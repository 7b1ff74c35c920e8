package dev.tenon.tensor.sort;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.DivRounding;
import dev.tenon.ops.QuantileInterpolation;
import dev.tenon.spi.Axes;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.MedianDimResult;
import dev.tenon.tensor.NanmedianDimResult;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Elements by their rank in the order along a dimension. */
public final class Medians {
    /** How many elements a row may have for its ranks to be floats. */
    private static final long FLOAT_RANKS = 1L << 23;

    private Medians() {}

    /** What stands at a rank, and where it stood. */
    private record Ranked(Tensor values, Tensor indices) {}

    // ---- medians ----------------------------------------------------------------------------------------------------

    public static Tensor median(Tensor input) {
        return whole(input, false);
    }

    public static Tensor nanmedian(Tensor input) {
        return whole(input, true);
    }

    public static MedianDimResult medianDim(Tensor input, long dim, boolean keepdim) {
        var ranked = along("median", input, dim, keepdim, false);
        return new MedianDimResult(ranked.values(), ranked.indices());
    }

    public static NanmedianDimResult nanmedianDim(Tensor input, long dim, boolean keepdim) {
        var ranked = along("nanmedian", input, dim, keepdim, true);
        return new NanmedianDimResult(ranked.values(), ranked.indices());
    }

    private static Tensor whole(Tensor input, boolean ignoreNan) {
        if (input.numel() == 0) {
            return Creation.full(new long[0], input.dtype().isFloating() ? Double.NaN : 0, input.dtype(), input.device());
        }
        var flat = Ops.flatten(input);
        var value = along("median", flat.detach(), 0, false, ignoreNan).values();
        // Equal elements share the gradient equally, as those of the extreme do.
        return Ops.max(Ops.maskedSelect(flat, Ops.logicalOr(Ops.eq(flat, value), Ops.logicalAnd(Ops.isnan(flat), Ops.isnan(value)))));
    }

    private static Ranked along(String name, Tensor input, long dim, boolean keepdim, boolean ignoreNan) {
        int axis = Axes.axis(dim, input.rank());
        if (input.rank() > 0 && input.size(axis) == 0) {
            throw new IndexException(
                name + ": no elements have no median: dim " + axis + " has size 0\n  input: " + Operand.describe(input));
        }
        var sorted = Ops.sort(input, dim, false, true);
        long n = input.rank() == 0 ? 1 : input.size(axis);
        var numbers = Ops.sum(Ops.logicalNot(Ops.isnan(input)), new long[] {dim}, true);
        var middle = Ops.div(Ops.clampMin(Ops.sub(numbers, 1), 0), 2, DivRounding.FLOOR);
        // NaN is the greatest: the first of them stands behind the numbers.
        var rank = ignoreNan ? middle : Ops.where(Ops.lt(numbers, n), numbers, middle);
        var values = Ops.gather(sorted.values(), axis, rank);
        var indices = Ops.gather(sorted.indices(), axis, rank);
        boolean drop = !keepdim && input.rank() > 0;
        return new Ranked(drop ? Ops.squeeze(values, axis) : values, drop ? Ops.squeeze(indices, axis) : indices);
    }

    // ---- quantiles --------------------------------------------------------------------------------------------------

    public static Tensor quantile(Tensor input, Tensor q, @Nullable Long dim, boolean keepdim, QuantileInterpolation interpolation) {
        return quantile("quantile", input, q, dim, keepdim, interpolation, false);
    }

    public static Tensor nanquantile(Tensor input, Tensor q, @Nullable Long dim, boolean keepdim, QuantileInterpolation interpolation) {
        return quantile("nanquantile", input, q, dim, keepdim, interpolation, true);
    }

    private static Tensor quantile(String name, Tensor input, Tensor q, @Nullable Long dim, boolean keepdim,
        QuantileInterpolation interpolation, boolean ignoreNan) {
        check(name, input, q);
        if (input.dtype().bytes() < 4) {
            return quantile(name, input.to(DType.FLOAT32), q, dim, keepdim, interpolation, ignoreNan).to(input.dtype());
        }
        var rows = dim == null || input.rank() == 0 ? Ops.flatten(input) : Ops.movedim(input, dim, -1);
        if (rows.size(-1) == 0) {
            throw new ShapeException(name + ": no elements have no quantiles\n  input: " + Operand.describe(input));
        }
        var sorted = Ops.sort(rows, -1).values();
        var fractions = q.isWrappedNumber() ? q.to(input.device()) : q;
        // Ranks are rounded as the elements are, as long as that leaves room for a fraction.
        var ranks = ranks(rows, fractions.to(rows.size(-1) > FLOAT_RANKS ? DType.FLOAT64 : input.dtype()), ignoreNan);
        var found = Ops.movedim(interpolated(sorted, ranks, interpolation), -1, 0);
        if (keepdim && input.rank() > 0) {
            found = dim != null ? Ops.unsqueeze(found, Axes.axis(dim, input.rank()) + 1L)
                : Ops.reshape(found, kept(found.size(0), input.rank()));
        }
        return q.rank() == 0 ? Ops.select(found, 0, 0) : found;
    }

    private static void check(String name, Tensor input, Tensor q) {
        if (q.rank() > 1) {
            throw new ShapeException(
                name + ": q must be a number or a vector, got " + Operand.describe(q) + "\n  input: " + Operand.describe(input));
        }
        if (q.numel() > 0 && !(Ops.amin(q).item() >= 0 && Ops.amax(q).item() <= 1)) {
            throw new ArgumentException(name + ": every q must be in [0, 1]");
        }
    }

    private static long[] kept(long count, int rank) {
        var sizes = new long[rank + 1];
        Arrays.fill(sizes, 1);
        sizes[0] = count;
        return sizes;
    }

    /** The rank of every q in every row, fractional between two elements. Where NaN counts it is the greatest, and of a row that has it the result. */
    private static Tensor ranks(Tensor rows, Tensor q, boolean ignoreNan) {
        var isNan = Ops.isnan(rows);
        if (ignoreNan) {
            var numbers = Ops.sum(Ops.logicalNot(isNan), -1, true);
            return Ops.clampMin(Ops.mul(Ops.flatten(q), Ops.sub(numbers, 1).to(q.dtype())), 0);
        }
        long last = rows.size(-1) - 1;
        return Ops.where(Ops.any(isNan, -1, true), last, Ops.mul(Ops.flatten(q), last));
    }

    private static Tensor interpolated(Tensor sorted, Tensor ranks, QuantileInterpolation interpolation) {
        return switch (interpolation) {
            case LOWER -> at(sorted, Ops.floor(ranks));
            case HIGHER -> at(sorted, Ops.ceil(ranks));
            case NEAREST -> at(sorted, Ops.round(ranks));
            case MIDPOINT -> Ops.lerp(at(sorted, Ops.floor(ranks)), at(sorted, Ops.ceil(ranks)), 0.5);
            case LINEAR -> Ops.lerp(at(sorted, Ops.floor(ranks)), at(sorted, Ops.ceil(ranks)),
                Ops.sub(ranks, Ops.floor(ranks)).to(sorted.dtype()));
        };
    }

    private static Tensor at(Tensor sorted, Tensor ranks) {
        return Ops.gather(sorted, -1, ranks.to(DType.INT64));
    }
}
