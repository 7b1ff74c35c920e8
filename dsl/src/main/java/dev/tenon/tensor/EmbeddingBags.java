package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.BagMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bags of rows of a table: the bags become rows of a matrix of indices, padded to the longest, and a mask of what counts. */
final class EmbeddingBags {
    private static final String NAME = "embedding_bag";

    private EmbeddingBags() {}

    static Tensor embeddingBag(Tensor input, Tensor weight, @Nullable Tensor offsets, BagMode mode, @Nullable Tensor perSampleWeights,
        boolean includeLastOffset, @Nullable Long paddingIdx) {
        requireFitting(input, weight, offsets, mode, perSampleWeights);
        if (offsets == null) {
            return bags(input.to(DType.INT64), null, weight, mode, perSampleWeights, paddingIdx);
        }
        var places = places(offsets.toLongArray(), input.numel(), includeLastOffset);
        long count = places.length;
        long longest = count == 0 ? 0 : places[0].length;
        var flat = new long[Math.toIntExact(count * longest)];
        var present = new boolean[flat.length];
        for (int i = 0; i < flat.length; i++) {
            long place = places[i / (int) longest][i % (int) longest];
            flat[i] = Math.max(place, 0);
            present[i] = place >= 0;
        }
        var index = Creation.of(flat, DType.INT64, input.device(), flat.length);
        var counts = Creation.of(present, DType.BOOL, input.device(), count, longest);
        var rows = Ops.reshape(Ops.indexSelect(input.to(DType.INT64), 0, index), count, longest);
        var factors = perSampleWeights == null ? null : Ops.reshape(Ops.indexSelect(perSampleWeights, 0, index), count, longest);
        return bags(rows, counts, weight, mode, factors, paddingIdx);
    }

    private static Tensor bags(Tensor indices, @Nullable Tensor present, Tensor weight, BagMode mode, @Nullable Tensor factors,
        @Nullable Long paddingIdx) {
        var counts = present == null ? Creation.ones(DType.BOOL, indices.device(), indices.sizes()) : present;
        if (paddingIdx != null) {
            long row = paddingIdx < 0 ? paddingIdx + weight.size(0) : paddingIdx;
            counts = Ops.logicalAnd(counts, Ops.ne(indices, row));
        }
        var rows = Ops.reshape(Ops.indexSelect(weight, 0, Ops.flatten(indices)), indices.size(0), indices.size(1), weight.size(1));
        var ignored = Ops.unsqueeze(Ops.logicalNot(counts), 2);
        if (mode == BagMode.MAX) {
            return largest(rows, ignored, counts);
        }
        var scaled = factors == null ? rows : Ops.mul(rows, Ops.unsqueeze(factors, 2));
        var sums = Ops.sum(Ops.maskedFill(scaled, ignored, 0), 1);
        return mode == BagMode.SUM ? sums : Ops.div(sums, Ops.clampMin(Ops.sum(counts, new long[] {1}, true), 1).to(weight.dtype()));
    }

    /** The maxima of each bag; a bag of nothing has zeros. */
    private static Tensor largest(Tensor rows, Tensor ignored, Tensor counts) {
        if (rows.size(1) == 0) {
            return Ops.sum(rows, 1);
        }
        var maxima = Ops.max(Ops.maskedFill(rows, ignored, Double.NEGATIVE_INFINITY), 1).values();
        return Ops.maskedFill(maxima, Ops.logicalNot(Ops.any(counts, new long[] {1}, true)), 0);
    }

    /** For each bag the places of its indices in the vector, padded with -1. */
    private static long[][] places(long[] offsets, long n, boolean includeLastOffset) {
        int count = offsets.length - (includeLastOffset ? 1 : 0);
        var starts = Arrays.copyOf(offsets, Math.max(count, 0) + 1);
        starts[starts.length - 1] = includeLastOffset && count >= 0 ? offsets[count] : n;
        long longest = 0;
        for (int b = 0; b + 1 < starts.length; b++) {
            if (starts[b] > starts[b + 1] || b == 0 && starts[0] != 0 || starts[b + 1] > n) {
                throw new ArgumentException(
                    NAME + ": offsets must begin with 0 and grow up to at most " + n + ", got " + Arrays.toString(offsets));
            }
            longest = Math.max(longest, starts[b + 1] - starts[b]);
        }
        var places = new long[starts.length - 1][Math.toIntExact(longest)];
        for (int b = 0; b < places.length; b++) {
            for (int i = 0; i < longest; i++) {
                places[b][i] = starts[b] + i < starts[b + 1] ? starts[b] + i : -1;
            }
        }
        return places;
    }

    private static void requireFitting(Tensor input, Tensor weight, @Nullable Tensor offsets, BagMode mode,
        @Nullable Tensor perSampleWeights) {
        boolean fits = weight.rank() == 2 && input.rank() == (offsets == null ? 2 : 1) && (offsets == null || offsets.rank() == 1);
        if (!fits) {
            throw new ShapeException(NAME + ": indices are [B, n], or a vector with a vector of offsets, and the table [rows, E]\n  input: "
                + Operand.describe(input) + "   weight: " + Operand.describe(weight));
        }
        if (perSampleWeights != null && (mode != BagMode.SUM || !Arrays.equals(perSampleWeights.sizes(), input.sizes()))) {
            throw new ArgumentException(
                NAME + ": per_sample_weights need mode sum and the shape of the indices\n  input: " + Operand.describe(input)
                    + "   per_sample_weights: " + Operand.describe(perSampleWeights));
        }
    }
}
