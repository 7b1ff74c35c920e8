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
}
