package dev.tenon.tensor.embedding;

import dev.tenon.core.IndexException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows of a table, looked up by index. Their gradient is as dense as the table, also where a sparse one is asked for. */
public final class Embeddings {
    private Embeddings() {}

    public static Tensor embedding(Tensor input, Tensor weight, @Nullable Long paddingIdx, @Nullable Number maxNorm, double normType,
        boolean scaleGradByFreq, boolean sparse) {
        if (weight.rank() != 2) {
            throw new ShapeException("embedding: the weight must be [rows, size]\n  weight: " + Operand.describe(weight));
        }
        @Nullable Long padding = paddingIdx == null ? null : padding("embedding", paddingIdx, weight.size(0));
        if (maxNorm != null) {
            limitNorms(weight, input, maxNorm.doubleValue(), normType);
        }
        var sizes = Arrays.copyOf(input.shape().toArray(), input.rank() + 1);
        sizes[input.rank()] = weight.size(1);
        var places = Ops.flatten(input);
        var found = Ops.indexSelect(weight, 0, places);
        var rows = Ops.reshape(scaleGradByFreq ? shared(found, places, weight.size(0)) : found, sizes);
        return padding == null || !rows.requiresGrad() ? rows
            : Ops.where(Ops.unsqueeze(Ops.eq(input, padding), -1), rows.detach(), rows);
    }

    /** The row that padding_idx names; negative ones count from the end. */
    static long padding(String op, long paddingIdx, long rows) {
        if (paddingIdx < -rows || paddingIdx >= rows) {
            throw new IndexException(op + ": padding_idx must name one of the " + rows + " rows, got " + paddingIdx);
        }
        return paddingIdx < 0 ? paddingIdx + rows : paddingIdx;
    }

    /** Scales the rows that are looked up down to the norm allowed, in the table itself. */
    static void limitNorms(Tensor weight, Tensor input, double most, double normType) {
        try (var off = GradMode.noGrad()) {
            var places = Ops.unique(Ops.flatten(input));
            var rows = Ops.indexSelect(weight, 0, places);
            var norms = Ops.linalgVectorNorm(rows, normType, new long[] {1}, true);
            var factors = Ops.where(Ops.gt(norms, most), Ops.div(Creation.full(new long[0], most, rows.dtype(), rows.device()),
                Ops.add(norms, 1e-7)), Ops.onesLike(norms));
            weight.copy_(Ops.scatter(weight, 0, Ops.expand(Ops.unsqueeze(places, 1), rows.shape().toArray()), Ops.mul(rows, factors)));
        }
    }

    /** The same rows, whose gradients are divided by how often each occurs. */
    static Tensor shared(Tensor rows, Tensor places, long count) {
        if (rows.requiresGrad()) {
            var counts = Ops.bincount(places, null, count).to(rows.dtype());
            var share = Ops.unsqueeze(Ops.reciprocal(Ops.indexSelect(counts, 0, places)), 1);
            rows.registerHook(g -> Ops.mul(g, share));
        }
        return rows;
    }
}
