package dev.tenon.tensor.embedding;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.BagMode;
import dev.tenon.ops.ScatterReduce;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.sort.Lookups;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bags of rows of a table. Beside each index stands the bag that it belongs to, and the rows are folded into their bags' places: the cost is
 * that of the indices, however different the bags are in length.
 */
public final class EmbeddingBags {
    private static final String NAME = "embedding_bag";

    private final Tensor indices;
    private final Tensor bags;
    private final long count;
    private final Tensor weight;
    /** The indices that do not count; null where all do. */
    private final @Nullable Tensor padding;

    private EmbeddingBags(Tensor indices, Tensor bags, long count, Tensor weight, @Nullable Long paddingIdx) {
        this.indices = indices;
        this.bags = bags;
        this.count = count;
        this.weight = weight;
        this.padding = paddingIdx == null ? null : Ops.eq(indices, Embeddings.padding(NAME, paddingIdx, weight.size(0)));
    }

    public static Tensor embeddingBag(Tensor input, Tensor weight, @Nullable Tensor offsets, BagMode mode,
        @Nullable Tensor perSampleWeights,
        boolean includeLastOffset, @Nullable Long paddingIdx, @Nullable Number maxNorm, double normType, boolean scaleGradByFreq,
        boolean sparse) {
        requireFitting(input, weight, offsets, mode, perSampleWeights);
        if (scaleGradByFreq && mode == BagMode.MAX) {
            throw new ArgumentException(NAME + ": scale_grad_by_freq has no meaning with mode max, of which each gradient is one row's"
                + "\n  try:   mode sum or mean");
        }
        if (maxNorm != null) {
            Embeddings.limitNorms(weight, input, maxNorm.doubleValue(), normType);
        }
        var ends = offsets == null ? rowEnds(input) : ends(offsets.toLongArray(), input.numel(), includeLastOffset);
        long used = ends.length == 0 ? 0 : ends[ends.length - 1];
        var indices = Ops.narrow(Ops.flatten(input), 0, 0, used).to(DType.INT64);
        var bags = new EmbeddingBags(indices, bags(ends, indices), ends.length, weight, paddingIdx);
        var rows = Ops.indexSelect(weight, 0, bags.indices);
        if (scaleGradByFreq) {
            rows = Embeddings.shared(rows, bags.indices, weight.size(0));
        }
        if (mode == BagMode.MAX) {
            return bags.largest(rows);
        }
        var sums = bags.sums(perSampleWeights == null ? rows
            : Ops.mul(rows, Ops.unsqueeze(Ops.narrow(Ops.flatten(perSampleWeights), 0, 0, used), 1)));
        return mode == BagMode.SUM ? sums : Ops.div(sums, bags.sizes());
    }

    private Tensor sums(Tensor rows) {
        var counted = padding == null ? rows : Ops.maskedFill(rows, Ops.unsqueeze(padding, 1), 0);
        return Ops.indexAdd(Creation.zeros(rows.dtype(), rows.device(), count, weight.size(1)), 0, bags, counted);
    }

    /** How many rows of each bag count, at least 1. */
    private Tensor sizes() {
        var counted = padding == null ? Creation.ones(DType.INT64, bags.device(), bags.shape().toArray())
            : Ops.logicalNot(padding).to(DType.INT64);
        var sizes = Ops.indexAdd(Creation.zeros(DType.INT64, bags.device(), count), 0, bags, counted);
        return Ops.unsqueeze(Ops.clampMin(sizes, 1), 1).to(weight.dtype());
    }

    /** The first largest element of each bag and column, which gets the whole gradient; a bag of nothing has zeros. */
    private Tensor largest(Tensor rows) {
        long n = rows.size(0);
        if (n == 0) {
            return sums(rows);
        }
        var places = Ops.expand(Ops.unsqueeze(bags, 1), rows.shape().toArray());
        var first = firstLargest(rows.detach(), places);
        var none = Ops.eq(first, n);
        return Ops.maskedFill(Ops.gather(rows, 0, Ops.maskedFill(first, none, 0)), none, 0);
    }

    /** For each bag and column the place of the first largest element, or of the first NaN; the number of rows where nothing counts. */
    private Tensor firstLargest(Tensor rows, Tensor places) {
        long n = rows.size(0);
        var counted = padding == null ? rows : Ops.maskedFill(rows, Ops.unsqueeze(padding, 1), Double.NEGATIVE_INFINITY);
        var lowest = Creation.full(new long[] {count, rows.size(1)}, Double.NEGATIVE_INFINITY, rows.dtype(), rows.device());
        var maxima = Ops.gather(Ops.scatterReduce(lowest, 0, places, counted, ScatterReduce.Reduce.AMAX), 0, places);
        var wins = Ops.logicalOr(Ops.eq(counted, maxima), Ops.isnan(counted));
        var eligible = padding == null ? wins : Ops.logicalAnd(wins, Ops.logicalNot(Ops.unsqueeze(padding, 1)));
        var numbers = Ops.expand(Ops.unsqueeze(Lookups.counting(n, bags), 1), rows.shape().toArray());
        var nowhere = Creation.full(new long[] {count, rows.size(1)}, n, DType.INT64, rows.device());
        return Ops.scatterReduce(nowhere, 0, places, Ops.where(eligible, numbers, n), ScatterReduce.Reduce.AMIN);
    }

    // ---- which bag ---------------------------------------------------------------------------------------------------

    /** For each index the number of its bag. */
    private static Tensor bags(long[] ends, Tensor indices) {
        var bags = new long[Math.toIntExact(indices.numel())];
        for (int b = 0, i = 0; b < ends.length; b++) {
            for (; i < ends[b]; i++) {
                bags[i] = b;
            }
        }
        return Creation.of(bags, DType.INT64, indices.device(), bags.length);
    }

    private static long[] rowEnds(Tensor input) {
        var ends = new long[Math.toIntExact(input.size(0))];
        Arrays.setAll(ends, b -> (b + 1) * input.size(1));
        return ends;
    }

    /** Where each bag ends, in the vector of indices. */
    private static long[] ends(long[] offsets, long n, boolean includeLastOffset) {
        int count = Math.max(offsets.length - (includeLastOffset ? 1 : 0), 0);
        var ends = new long[count];
        for (int b = 0; b < count; b++) {
            ends[b] = b + 1 < offsets.length ? offsets[b + 1] : n;
            if (offsets[b] > ends[b] || b == 0 && offsets[0] != 0 || ends[b] > n) {
                throw new ArgumentException(NAME + ": offsets must begin with 0 and grow up to at most " + n + ", got " + offsets[b]
                    + " and then " + ends[b] + " at place " + b);
            }
        }
        return ends;
    }

    private static void requireFitting(Tensor input, Tensor weight, @Nullable Tensor offsets, BagMode mode,
        @Nullable Tensor perSampleWeights) {
        boolean fits = weight.rank() == 2 && input.rank() == (offsets == null ? 2 : 1) && (offsets == null || offsets.rank() == 1);
        if (!fits) {
            throw new ShapeException(NAME + ": indices are [B, n], or a vector with a vector of offsets, and the table [rows, E]\n  input: "
                + Operand.describe(input) + "   weight: " + Operand.describe(weight));
        }
        if (perSampleWeights != null && (mode != BagMode.SUM || !perSampleWeights.shape().equals(input.shape()))) {
            throw new ArgumentException(
                NAME + ": per_sample_weights need mode sum and the shape of the indices\n  input: " + Operand.describe(input)
                    + "   per_sample_weights: " + Operand.describe(perSampleWeights));
        }
    }
}
