package dev.tenon.tensor.loss;

import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Reduction;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Losses of classes: dimension 1 of the input, or its only one, is that of the classes, and becomes the last of a matrix here. */
public final class ClassLosses {
    private ClassLosses() {}

    static Tensor crossEntropy(Tensor input, Tensor target, long ignoreIndex, Reduction reduction) {
        requireFitting("cross_entropy", input, target);
        var classes = Ops.flatten(target).to(DType.INT64);
        boolean mean = reduction == Reduction.MEAN;
        var losses = UncheckedOps.crossEntropyIndices(rows(input), classes, ignoreIndex, mean).loss();
        return mean ? losses : reduction == Reduction.SUM ? Ops.sum(losses) : Ops.reshape(losses, target.shape().toArray());
    }

    public static Tensor nll(Tensor input, Tensor target, @Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
        requireFitting("nll_loss", input, target);
        return ofLogs(rows(input), target, weight, ignoreIndex, reduction);
    }

    /** Weights for the classes, and no smoothing: a class that -inf rules out must not be multiplied by a share of 0. */
    static Tensor weighted(Tensor input, Tensor target, Tensor weight, long ignoreIndex, Reduction reduction) {
        requireFitting("cross_entropy", input, target);
        return ofLogs(Ops.logSoftmax(rows(input), 1), target, weight, ignoreIndex, reduction);
    }

    private static Tensor ofLogs(Tensor logs, Tensor target, @Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
        var classes = Ops.flatten(target).to(DType.INT64);
        var ignored = Ops.eq(classes, ignoreIndex);
        var index = Ops.maskedFill(classes, ignored, 0);
        var picked = Ops.squeeze(Ops.gather(logs, 1, Ops.unsqueeze(index, 1)), 1);
        var weights = weights(weight, index, ignored, logs.dtype());
        var losses = Ops.neg(Ops.maskedFill(Ops.mul(picked, weights), ignored, 0));
        return reduced(losses, weights, target, reduction);
    }

    /** Part of every target's probability goes to all classes alike. */
    static Tensor smoothed(Tensor input, Tensor target, @Nullable Tensor weight, long ignoreIndex, Reduction reduction, double smoothing) {
        requireFitting("cross_entropy", input, target);
        var logs = Ops.logSoftmax(rows(input), 1);
        var classes = Ops.flatten(target).to(DType.INT64);
        var ignored = Ops.eq(classes, ignoreIndex);
        var index = Ops.maskedFill(classes, ignored, 0);
        var weights = weights(weight, index, ignored, input.dtype());
        var picked = Ops.mul(Ops.squeeze(Ops.gather(logs, 1, Ops.unsqueeze(index, 1)), 1), weights);
        var spread = Ops.sum(weight == null ? logs : Ops.mul(logs, weight), 1);
        var mixed = Ops.add(Ops.mul(picked, 1 - smoothing), spread, smoothing / logs.size(1));
        return reduced(Ops.neg(Ops.maskedFill(mixed, ignored, 0)), weights, target, reduction);
    }

    static Tensor ofProbabilities(Tensor input, Tensor target, @Nullable Tensor weight, Reduction reduction, double smoothing) {
        if (!input.shape().equals(target.shape()) || input.rank() == 0) {
            throw new ShapeException("cross_entropy: probabilities must have the shape of the logits\n  input: " + Operand.describe(input)
                + "   target: " + Operand.describe(target) + "\n  try:   to(INT64) a target of classes");
        }
        int axis = input.rank() == 1 ? 0 : 1;
        long classes = input.size(axis);
        var wanted = smoothing == 0 ? target : Ops.add(Ops.mul(target, 1 - smoothing), smoothing / classes);
        var weighted = weight == null ? wanted : Ops.mul(wanted, Ops.reshape(weight, alongClasses(input, axis)));
        var losses = Ops.neg(Ops.sum(Ops.mul(Ops.logSoftmax(input, axis), weighted), axis));
        return switch (reduction) {
            case NONE -> losses;
            case SUM -> Ops.sum(losses);
            case MEAN -> Ops.div(Ops.sum(losses), losses.numel());
        };
    }

    private static long[] alongClasses(Tensor input, int axis) {
        var sizes = new long[input.rank()];
        Arrays.fill(sizes, 1);
        sizes[axis] = input.size(axis);
        return sizes;
    }

    private static Tensor weights(@Nullable Tensor weight, Tensor index, Tensor ignored, DType dtype) {
        var each = weight == null ? Ops.logicalNot(ignored).to(dtype) : Ops.indexSelect(weight, 0, index);
        return weight == null ? each : Ops.maskedFill(each, ignored, 0);
    }

    private static Tensor reduced(Tensor losses, Tensor weights, Tensor target, Reduction reduction) {
        return switch (reduction) {
            case NONE -> Ops.reshape(losses, target.shape().toArray());
            case SUM -> Ops.sum(losses);
            case MEAN -> Ops.div(Ops.sum(losses), Ops.sum(weights));
        };
    }

    /** [n, C] from [C], [n, C] or [n, C, ...]. */
    private static Tensor rows(Tensor input) {
        if (input.rank() <= 2) {
            return input.rank() == 1 ? Ops.unsqueeze(input, 0) : input;
        }
        long classes = input.size(1);
        var last = Ops.movedim(input, 1, -1);
        return Ops.reshape(last, classes == 0 ? 0 : input.numel() / classes, classes);
    }

    private static void requireFitting(String name, Tensor input, Tensor target) {
        boolean fits = input.rank() >= 1 && target.dtype().isIntegral() && target.rank() == input.rank() - 1;
        for (int d = 0; fits && d < target.rank(); d++) {
            fits = target.size(d) == input.size(d == 0 ? 0 : d + 1);
        }
        if (!fits) {
            throw new ShapeException(
                name + ": the input [n, C, ...] needs a target [n, ...] of integers\n  input: " + Operand.describe(input)
                    + "   target: " + Operand.describe(target));
        }
    }
}
