package dev.tenon.tensor.reduction;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.ScatterReduce;
import dev.tenon.ops.SegmentReduction;
import dev.tenon.spi.Axes;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reductions of parts of a dimension that lie one behind the other: each element is sent to the number of its segment. */
public final class Segments {
    private Segments() {}

    public static Tensor reduce(Tensor data, SegmentReduction reduce, @Nullable Tensor lengths, @Nullable Tensor offsets, long axis,
        boolean unsafe,
        @Nullable Number initial) {
        if ((lengths == null) == (offsets == null)) {
            throw new ArgumentException("segment_reduce: either lengths or offsets must be given");
        }
        int at = Axes.axis(axis, data.rank());
        requireRows(data, lengths == null ? offsets : lengths, at);
        if (lengths != null && !unsafe) {
            requireWhole(lengths, data.size(at));
        }
        var starts = lengths == null ? offsets : fromLengths(lengths);
        var wide = data.dtype().bytes() == 2 ? data.to(DType.FLOAT32) : data;
        return reduce(wide, reduce, starts.to(DType.INT64), at, initial).to(data.dtype());
    }

    private static void requireRows(Tensor data, Tensor rows, int at) {
        if (rows.rank() != at + 1 || !Arrays.equals(rows.shape().toArray(), 0, at, data.shape().toArray(), 0, at)) {
            throw new ShapeException("segment_reduce: lengths or offsets must have the dimensions of the data before axis " + at
                + " and one more\n  data: " + Operand.describe(data) + "   lengths or offsets: " + Operand.describe(rows));
        }
    }

    private static void requireWhole(Tensor lengths, long size) {
        var fixed = lengths.detach();
        var whole = Ops.logicalAnd(Ops.eq(Ops.sum(fixed, new long[] {-1}, false, DType.INT64), size),
            Ops.all(Ops.ge(fixed, 0), new long[] {-1}, false));
        if (Ops.all(whole, null, false).item() == 0) {
            throw new ArgumentException("segment_reduce: the lengths must not be negative, and those of each row sum to " + size
                + "\n  try:   unsafe = true, which leaves out what lies behind the segments");
        }
    }

    private static Tensor fromLengths(Tensor lengths) {
        return Ops.constantPadNd(Ops.cumsum(lengths, -1, DType.INT64), new long[] {1, 0}, 0);
    }

    private static Tensor reduce(Tensor data, SegmentReduction reduce, Tensor starts, int at, @Nullable Number initial) {
        long segments = starts.size(-1) - 1;
        if (segments < 0) {
            throw new ShapeException("segment_reduce: the offsets must say where the last segment ends, got none");
        }
        var sizes = data.shape().toArray();
        sizes[at] = segments + 1;
        double neutral = switch (reduce) {
            case SUM, MEAN -> 0;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
            case PROD -> 1;
        };
        var how = switch (reduce) {
            case SUM, MEAN -> ScatterReduce.Reduce.SUM;
            case MAX -> ScatterReduce.Reduce.AMAX;
            case MIN -> ScatterReduce.Reduce.AMIN;
            case PROD -> ScatterReduce.Reduce.PROD;
        };
        var start = Creation.full(sizes, neutral, data.dtype(), data.device());
        var all = Ops.scatterReduce(start, at, places(data, starts, at, segments), data, how, false);
        var result = Ops.narrow(all, at, 0, segments);
        return switch (reduce) {
            case SUM -> initial == null ? result : Ops.add(result, initial);
            case MEAN -> mean(result, Ops.expand(beside(Ops.diff(starts), data.rank()), result.shape().toArray()), initial);
            case MAX -> initial == null ? result : Ops.where(Ops.lt(result, initial), initial, result);
            case MIN -> initial == null ? result : Ops.where(Ops.gt(result, initial), initial, result);
            case PROD -> initial == null ? result : Ops.mul(result, initial);
        };
    }

    /** An initial value is the mean of nothing. */
    private static Tensor mean(Tensor sums, Tensor counts, @Nullable Number initial) {
        return initial == null ? Ops.div(sums, counts) : Ops.div(Ops.add(sums, initial), Ops.clampMin(counts, 1));
    }

    /** The segment of every element; those of no segment go to one behind the last, which is not looked at. */
    private static Tensor places(Tensor data, Tensor starts, int at, long segments) {
        var shape = Arrays.copyOf(data.shape().toArray(), at + 1);
        var numbers = Ops.expand(Ops.arange(0, data.size(at), 1, DType.INT64, data.device()), shape);
        var segment = Ops.sub(UncheckedOps.sortedPlaces(starts, numbers, null, false, true), 1);
        return Ops.expand(beside(Ops.maskedFill(segment, Ops.lt(segment, 0), segments), data.rank()), data.shape().toArray());
    }

    /** With a dimension of one element for each that follows in the data. */
    private static Tensor beside(Tensor rows, int rank) {
        var sizes = new long[rank];
        Arrays.fill(sizes, 1);
        System.arraycopy(rows.shape().toArray(), 0, sizes, 0, rows.rank());
        return Ops.reshape(rows, sizes);
    }
}
