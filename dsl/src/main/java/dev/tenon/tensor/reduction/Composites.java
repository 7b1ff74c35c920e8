package dev.tenon.tensor.reduction;

import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Ints;
import dev.tenon.ops.DivRounding;
import dev.tenon.ops.NormKind;
import dev.tenon.spi.Axes;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.linalg.Decompositions;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Pointwise operators and reductions that are written in others, and whose choice among them depends on their arguments. */
public final class Composites {
    private Composites() {}

    public static Tensor pow(Number input, Tensor exponent) {
        return Ops.pow(Dispatch.number("pow", "input", input, exponent), exponent);
    }

    public static Tensor div(Tensor input, Tensor other, DivRounding rounding) {
        if (rounding == DivRounding.TRUNC && (isHalf(input) || isHalf(other))) {
            var quotient = Ops.div(input, other);
            if (isHalf(quotient)) {
                return Ops.trunc(quotient);
            }
        }
        return UncheckedOps.roundedQuotient(input, other, rounding);
    }

    private static boolean isHalf(Tensor tensor) {
        return tensor.dtype().isFloating() && tensor.dtype().bytes() == 2;
    }

    public static Tensor std(Tensor input, long @Nullable [] dim, @Nullable Number correction, boolean keepdim) {
        return Ops.stdMean(wide(input), dim, correction, keepdim).std().to(input.dtype());
    }

    /** Halves as float, which gradients and sums need. */
    public static Tensor wide(Tensor input) {
        return isHalf(input) ? input.to(DType.FLOAT32) : input;
    }

    public static Tensor logsumexp(Tensor input, long @Nullable [] dim, boolean keepdim) {
        var x = input.dtype().isFloating() ? input : input.to(DefaultDtype.current());
        if (x.numel() == 0) {
            return Ops.log(Ops.sum(Ops.exp(x), dim, keepdim));
        }
        // The shift cancels, and so do its gradients: it is a constant.
        var largest = Ops.amax(x.detach(), dim, true);
        var shift = Ops.where(Ops.isinf(largest), 0, largest);
        var sum = Ops.sum(Ops.exp(Ops.sub(x, shift)), dim, true);
        var result = Ops.add(Ops.log(sum), shift);
        return keepdim ? result : Ops.reshape(result, reduced(result, dim));
    }

    private static long[] reduced(Tensor kept, long @Nullable [] dim) {
        var folded = Axes.folded(dim == null ? null : Ints.of(dim), kept.rank());
        return IntStream.range(0, folded.length).filter(d -> !folded[d]).mapToLong(d -> kept.size(d)).toArray();
    }

    // ---- norms ------------------------------------------------------------------------------------------------------

    static Tensor vectorNorm(Tensor input, Number ord, long @Nullable [] dim, boolean keepdim, @Nullable DType dtype) {
        var x = dtype == null ? input : input.to(dtype);
        double p = ord.doubleValue();
        if (p == 2) {
            return UncheckedOps.normTwo(x, dim, keepdim);
        }
        if (p == 1) {
            return Ops.sum(Ops.abs(x), dim, keepdim);
        }
        if (p == 0) {
            return Ops.sum(UncheckedOps.nonzeroCount(x), dim, keepdim);
        }
        if (Double.isInfinite(p)) {
            return p > 0 ? Ops.amax(Ops.abs(x), dim, keepdim) : Ops.amin(Ops.abs(x), dim, keepdim);
        }
        return UncheckedOps.normPower(x, p, dim, keepdim);
    }

    public static Tensor norm(Tensor input, @Nullable Number p, long @Nullable [] dim, boolean keepdim, @Nullable DType dtype) {
        return vectorNorm(input, p == null ? 2 : p, dim, keepdim, dtype);
    }

    public static Tensor norm(Tensor input, NormKind p, long @Nullable [] dim, boolean keepdim, @Nullable DType dtype) {
        return p == NormKind.FRO ? vectorNorm(input, 2, dim, keepdim, dtype)
            : Decompositions.nuclearNorm(dtype == null ? input : input.to(dtype), dim, keepdim);
    }
}
