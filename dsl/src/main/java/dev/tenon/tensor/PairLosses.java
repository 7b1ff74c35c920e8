package dev.tenon.tensor;

import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Reduction;
import org.jspecify.annotations.Nullable;

/** Similarities and distances of vectors, and losses of pairs and triplets of them. */
final class PairLosses {
    /** Keeps the cosine of a vector of zeros finite. */
    private static final double SMALL = 1e-12;

    private PairLosses() {}

    static Tensor cosineSimilarity(Tensor x1, Tensor x2, long dim, double eps) {
        var shape = Shapes.broadcast("cosine_similarity", x1, x2);
        return Ops.sum(Ops.mul(direction(Ops.expand(x1, shape), dim, eps), direction(Ops.expand(x2, shape), dim, eps)), dim);
    }

    private static Tensor direction(Tensor x, long dim, double eps) {
        return Ops.div(x, atLeast(Ops.linalgVectorNorm(x, 2, new long[] {dim}, true), eps));
    }

    /** The values, those below the bound raised to it; the gradient is that of the values themselves, as PyTorch has it. */
    static Tensor atLeast(Tensor values, double bound) {
        var fixed = values.detach();
        return Ops.where(Ops.lt(fixed, bound), Ops.add(Ops.sub(values, fixed), bound), values);
    }

    static Tensor pairwiseDistance(Tensor x1, Tensor x2, double p, double eps, boolean keepdim) {
        return Ops.linalgVectorNorm(Ops.add(Ops.sub(x1, x2), eps), p, new long[] {-1}, keepdim);
    }

    static Tensor cosineEmbedding(Tensor input1, Tensor input2, Tensor target, double margin, Reduction reduction) {
        int rank = target.rank();
        boolean fits = rank <= 1 && input1.rank() == rank + 1 && input2.rank() == rank + 1;
        if (!fits) {
            throw new ShapeException("cosine_embedding_loss: inputs [B, E] need a target [B], and inputs [E] a target []\n  input1: "
                + Operand.describe(input1) + "   input2: " + Operand.describe(input2) + "   target: " + Operand.describe(target));
        }
        var cosine = Ops.sum(Ops.mul(direction(input1, rank), direction(input2, rank)), rank);
        var alike = Ops.where(Ops.eq(target, 1), Ops.rsub(cosine, 1), 0);
        var unlike = Ops.where(Ops.eq(target, -1), Ops.clampMin(Ops.sub(cosine, margin), 0), 0);
        return Losses.reduced(Ops.add(alike, unlike), reduction);
    }

    /** The vectors divided by their lengths: the root of the small number and n mean squares. */
    private static Tensor direction(Tensor x, int dim) {
        var floating = x.dtype().isFloating() ? x : x.to(DefaultDtype.current());
        double n = Math.max(1, x.size(dim));
        var root = Ops.rootMeanSquare(floating, SMALL / n, new long[] {dim}, true);
        return Ops.div(floating, Ops.mul(root, Math.sqrt(n)));
    }

    static Tensor marginRanking(Tensor input1, Tensor input2, Tensor target, double margin, Reduction reduction) {
        if (input1.rank() != input2.rank() || input1.rank() != target.rank()) {
            throw new ShapeException(
                "margin_ranking_loss: inputs and target must have as many dimensions\n  input1: " + Operand.describe(input1)
                    + "   input2: " + Operand.describe(input2) + "   target: " + Operand.describe(target));
        }
        var lack = Ops.add(Ops.mul(Ops.neg(target), Ops.sub(input1, input2)), margin);
        return Losses.reduced(Ops.clampMin(lack, 0), reduction);
    }

    static Tensor hingeEmbedding(Tensor input, Tensor target, double margin, Reduction reduction) {
        var unlike = Ops.where(Ops.ne(target, 1), Ops.clampMin(Ops.rsub(input, margin), 0), 0);
        var alike = Ops.where(Ops.ne(target, -1), input, 0);
        return Losses.reduced(Ops.add(unlike, alike), reduction);
    }

    static Tensor tripletMargin(Tensor anchor, Tensor positive, Tensor negative, double margin, double p, double eps, boolean swap,
        Reduction reduction) {
        if (anchor.rank() != positive.rank() || anchor.rank() != negative.rank()) {
            throw new ShapeException(
                "triplet_margin_loss: the three inputs must have as many dimensions\n  anchor: " + Operand.describe(anchor)
                    + "   positive: " + Operand.describe(positive) + "   negative: " + Operand.describe(negative));
        }
        var near = pairwiseDistance(anchor, positive, p, eps, false);
        var far = pairwiseDistance(anchor, negative, p, eps, false);
        @Nullable Tensor other = swap ? pairwiseDistance(positive, negative, p, eps, false) : null;
        var farther = other == null ? far : Ops.minimum(far, other);
        return Losses.reduced(Ops.clampMin(Ops.sub(Ops.add(near, margin), farther), 0), reduction);
    }
}
