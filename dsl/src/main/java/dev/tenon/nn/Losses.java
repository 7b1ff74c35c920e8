package dev.tenon.nn;

import dev.tenon.ops.KlReduction;
import dev.tenon.ops.Reduction;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The losses as values that a trainer takes; the formulas are with the operators of {@link Ops}. */
public final class Losses {
    private Losses() {}

    /** Between logits {@code [b, c, ...]} and class indices {@code [b, ...]}, or probabilities of the logits' shape. */
    public static Loss crossEntropy(UnaryOperator<CrossEntropyOptions> options) {
        var o = options.apply(CrossEntropyOptions.DEFAULT);
        return (output, target) -> Ops.crossEntropy(output, target, o.weight(), o.ignoreIndex(), o.reduction(), o.labelSmoothing());
    }

    /** Between log-probabilities {@code [b, c, ...]} and class indices {@code [b, ...]}. */
    public static Loss nll(UnaryOperator<CrossEntropyOptions> options) {
        var o = options.apply(CrossEntropyOptions.DEFAULT);
        return (output, target) -> Ops.nllLoss(output, target, o.weight(), o.ignoreIndex(), o.reduction());
    }

    /** Squared difference. */
    public static Loss mse(Reduction reduction) {
        return (output, target) -> Ops.mseLoss(output, target, reduction);
    }

    /** Absolute difference. */
    public static Loss l1(Reduction reduction) {
        return (output, target) -> Ops.l1Loss(output, target, reduction);
    }

    /** Squared below {@code beta}, absolute above. */
    public static Loss smoothL1(Reduction reduction, double beta) {
        return (output, target) -> Ops.smoothL1Loss(output, target, reduction, beta);
    }

    /** Squared below {@code delta}, absolute times {@code delta} above. */
    public static Loss huber(Reduction reduction, double delta) {
        return (output, target) -> Ops.huberLoss(output, target, reduction, delta);
    }

    /** Between probabilities and targets, both in [0, 1]. */
    public static Loss binaryCrossEntropy(Reduction reduction, @Nullable Tensor weight) {
        return (output, target) -> Ops.binaryCrossEntropy(output, target, weight, reduction);
    }

    /** Between logits and targets in [0, 1]. */
    public static Loss binaryCrossEntropyWithLogits(Reduction reduction, @Nullable Tensor weight, @Nullable Tensor positiveWeight) {
        return (output, target) -> Ops.binaryCrossEntropyWithLogits(output, target, weight, reduction, positiveWeight);
    }

    /**
     * Kullback-Leibler divergence between log-probabilities and target probabilities.
     *
     * @param logTarget whether the targets are logarithms too
     */
    public static Loss klDiv(KlReduction reduction, boolean logTarget) {
        return (output, target) -> Ops.klDiv(output, target, reduction, logTarget);
    }

    /** Negative log-likelihood of counts under Poisson distributions of the outputs' rates, or of the rates whose logarithms they are. */
    public static Loss poissonNll(Reduction reduction, boolean logInput, boolean full, double eps) {
        return (output, target) -> Ops.poissonNllLoss(output, target, logInput, full, eps, reduction);
    }

    /** Distances of alike pairs (target 1), and what those of others (target -1) lack of the margin. */
    public static Loss hingeEmbedding(Reduction reduction, double margin) {
        return (output, target) -> Ops.hingeEmbeddingLoss(output, target, margin, reduction);
    }

    /** The logistic loss of targets 1 and -1. */
    public static Loss softMargin(Reduction reduction) {
        return (output, target) -> Ops.softMarginLoss(output, target, reduction);
    }

    /** How far the target class's score is from exceeding the others' by the margin, to the power {@code p} of 1 or 2. */
    public static Loss multiMargin(Reduction reduction, long p, double margin, @Nullable Tensor weight) {
        return (output, target) -> Ops.multiMarginLoss(output, target, p, margin, weight, reduction);
    }

    /** The same with margin 1 for several target classes, whose row ends at the first -1. */
    public static Loss multilabelMargin(Reduction reduction) {
        return (output, target) -> Ops.multilabelMarginLoss(output, target, reduction);
    }

    /** The mean over classes of the binary cross-entropies between logits and targets in [0, 1]. */
    public static Loss multilabelSoftMargin(Reduction reduction, @Nullable Tensor weight) {
        return (output, target) -> Ops.multilabelSoftMarginLoss(output, target, weight, reduction);
    }
}
