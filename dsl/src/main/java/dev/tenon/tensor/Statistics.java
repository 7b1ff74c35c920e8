package dev.tenon.tensor;

import dev.tenon.core.DType;
import org.jspecify.annotations.Nullable;

/** Statistics of one tensor, two at once, and the distance of two. */
final class Statistics {
    private Statistics() {}

    /** The norm of a difference. Powers of halves overflow soon, and are taken in float32. */
    static Tensor dist(Tensor input, Tensor other, Number p) {
        var difference = Ops.sub(input, other);
        var dtype = difference.dtype();
        return Ops.linalgVectorNorm(dtype.bytes() < 4 ? difference.to(DType.FLOAT32) : difference, p).to(dtype);
    }

    /** Sums and counts of halves overflow soon, and are taken in float32. */
    static Tensor nanmean(Tensor input, long @Nullable [] dim, boolean keepdim, @Nullable DType dtype) {
        var target = dtype == null ? input.dtype() : dtype;
        var sum = Ops.nansum(input, dim, keepdim, target.bytes() < 4 ? DType.FLOAT32 : target);
        return Ops.div(sum, Ops.sum(Ops.logicalNot(Ops.isnan(input)), dim, keepdim)).to(target);
    }

    static AminmaxResult aminmax(Tensor input, @Nullable Long dim, boolean keepdim) {
        long[] dims = dim == null ? null : new long[] {dim};
        return new AminmaxResult(Ops.amin(input, dims, keepdim), Ops.amax(input, dims, keepdim));
    }

    static StdMeanUnbiasedResult stdMeanUnbiased(Tensor input, long @Nullable [] dim, boolean unbiased, boolean keepdim) {
        var result = Ops.stdMean(input, dim, unbiased ? 1 : 0, keepdim);
        return new StdMeanUnbiasedResult(result.std(), result.mean());
    }

    static StdMeanUnbiasedAllResult stdMeanUnbiased(Tensor input, boolean unbiased) {
        var result = Ops.stdMean(input, null, unbiased ? 1 : 0, false);
        return new StdMeanUnbiasedAllResult(result.std(), result.mean());
    }
}
