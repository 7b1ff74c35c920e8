package dev.tenon.tensor.reduction;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Numbers;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.HistogramEdgesResult;
import dev.tenon.tensor.HistogramResult;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Counts by value. */
public final class Histograms {
    private Histograms() {}

    public static Tensor bincount(Tensor input, @Nullable Tensor weights, long minlength) {
        if (input.rank() != 1 || minlength < 0) {
            throw new ShapeException("bincount: the input must be a vector and minlength not negative, got " + minlength + "\n  input: "
                + Operand.describe(input));
        }
        if (input.numel() > 0 && Ops.amin(input).itemLong() < 0) {
            throw new ArgumentException("bincount: the integers must not be negative, got " + Ops.amin(input).itemLong());
        }
        long most = input.numel() == 0 ? -1 : Ops.amax(input).itemLong();
        if (most == Long.MAX_VALUE) {
            throw new ArgumentException("bincount: there is no room for a count for each integer up to " + most
                + "\n  input: " + Operand.describe(input) + "\n  try:   uniqueCounts(true, 0)");
        }
        long count = Math.max(minlength, most + 1);
        var values = weights == null ? Creation.ones(DType.INT64, input.device(), input.shape().toArray())
            : weights.to(weights.dtype() == DType.FLOAT32 ? DType.FLOAT32 : DType.FLOAT64);
        return counted(input.to(DType.INT64), values, count);
    }

    private static Tensor counted(Tensor places, Tensor values, long count) {
        return Ops.scatterAdd(Creation.zeros(values.dtype(), values.device(), count), 0, places, values);
    }

    public static Tensor histc(Tensor input, long bins, Number min, Number max) {
        requireBins("histc", bins);
        double low = Numbers.real(min, "histc", "min");
        double high = Numbers.real(max, "histc", "max");
        if (low == high && input.numel() > 0) {
            low = Ops.amin(input).item();
            high = Ops.amax(input).item();
        }
        if (low == high) {
            low -= 1;
            high += 1;
        }
        if (!(low < high) || Double.isInfinite(high - low)) {
            throw new ArgumentException("histc: the bins must lie between two finite numbers, got " + low + " and " + high);
        }
        var x = wide(Ops.flatten(input.detach()));
        var inside = Ops.maskedSelect(x, Ops.logicalAnd(Ops.ge(x, low), Ops.le(x, high)));
        var places = Ops.div(Ops.mul(Ops.sub(inside, low), bins), high - low).to(DType.INT64);
        var ones = Creation.ones(DType.INT64, input.device(), inside.shape().toArray());
        return counted(Ops.clampMax(places, bins - 1), ones, bins).to(input.dtype());
    }

    private static Tensor wide(Tensor x) {
        return x.dtype().bytes() < 4 ? x.to(DType.FLOAT32) : x;
    }

    private static void requireBins(String name, long bins) {
        if (bins <= 0) {
            throw new ArgumentException(name + ": there must be at least one bin, got " + bins);
        }
    }

    public static HistogramResult histogram(Tensor input, long bins, @Nullable Tensor weight, boolean density) {
        requireBins("histogram", bins);
        double low = input.numel() == 0 ? 0 : Ops.amin(input).item();
        double high = input.numel() == 0 ? 1 : Ops.amax(input).item();
        if (low == high) {
            low -= 0.5;
            high += 0.5;
        }
        var edges = Creation.linspace(low, high, bins + 1, input.dtype(), input.device());
        return new HistogramResult(histogram(input.detach(), edges, weight, density), edges);
    }

    public static HistogramEdgesResult histogramEdges(Tensor input, Tensor bins, @Nullable Tensor weight, boolean density) {
        if (bins.rank() != 1 || bins.numel() == 0) {
            throw new ShapeException("histogram: the edges must be a vector with one element at least\n  bins: " + Operand.describe(bins));
        }
        return new HistogramEdgesResult(histogram(input.detach(), bins.detach(), weight, density), bins);
    }

    private static Tensor histogram(Tensor input, Tensor edges, @Nullable Tensor weight, boolean density) {
        long bins = edges.numel() - 1;
        var x = Ops.flatten(input);
        var low = Ops.select(edges, 0, 0);
        var high = Ops.select(edges, 0, bins);
        var inside = Ops.logicalAnd(Ops.ge(x, low), Ops.le(x, high));
        // The last bin has both its edges.
        var places = Ops.clampMax(Ops.sub(Ops.bucketize(x, edges, false, true), 1), bins - 1);
        var values = weight == null ? Creation.ones(DType.INT64, input.device(), x.shape().toArray())
            : Ops.flatten(weight.detach()).to(input.dtype());
        var counts = counted(Ops.maskedSelect(places, inside), Ops.maskedSelect(values, inside), bins).to(input.dtype());
        return density ? Ops.div(counts, Ops.mul(Ops.diff(edges), Ops.sum(counts))) : counts;
    }
}
