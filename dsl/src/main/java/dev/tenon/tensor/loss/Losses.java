package dev.tenon.tensor.loss;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.memory.Scope;
import dev.tenon.ops.Reduction;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.reduction.Gradients;
import org.jspecify.annotations.Nullable;

/** Losses, written in one pointwise operator each and a reduction; those of classes are in {@link ClassLosses}. */
public final class Losses {
    private Losses() {}

    public static Tensor binaryCrossEntropy(Tensor input, Tensor target, @Nullable Tensor weight, Reduction reduction) {
        requireEqual("binary_cross_entropy", input, target);
        requireProbabilities(input);
        var losses = UncheckedOps.bceError(input, target);
        return UncheckedOps.reducedLoss(weight == null ? losses : Ops.mul(losses, weight), reduction);
    }

    /** Logits passed by mistake would train towards nonsense without a word. */
    private static void requireProbabilities(Tensor input) {
        if (input.numel() == 0 || input.device().isMeta()) {
            return;
        }
        try (var off = GradMode.noGrad(); var scope = Scope.open("binary_cross_entropy")) {
            double least = Ops.amin(input).item();
            double most = Ops.amax(input).item();
            if (least < 0 || most > 1) {
                throw new ArgumentException(
                    "binary_cross_entropy: every element of input must lie between 0 and 1, got " + least + " to " + most
                        + "\n  try:   binary_cross_entropy_with_logits, or sigmoid() the input first");
            }
        }
    }

    private static void requireEqual(String name, Tensor input, Tensor target) {
        if (!input.shape().equals(target.shape())) {
            throw new ShapeException(
                name + ": the target must have the shape of the input\n  input: " + Operand.describe(input) + "   target: "
                    + Operand.describe(target) + "\n  try:   unsqueeze() or squeeze() the target");
        }
    }

    public static Tensor crossEntropy(Tensor input, Tensor target, @Nullable Tensor weight, long ignoreIndex, Reduction reduction,
        double labelSmoothing) {
        if (target.dtype() == DType.BOOL) {
            throw new DTypeException("cross_entropy: the target must hold classes or probabilities, got bool\n  try:   to(INT64) it");
        }
        if (target.dtype().isFloating()) {
            return ClassLosses.ofProbabilities(input, target, weight, reduction, labelSmoothing);
        }
        if (labelSmoothing != 0) {
            return ClassLosses.smoothed(input, target, weight, ignoreIndex, reduction, labelSmoothing);
        }
        return weight == null ? ClassLosses.crossEntropy(input, target, ignoreIndex, reduction)
            : ClassLosses.weighted(input, target, weight, ignoreIndex, reduction);
    }

    /** The gradient of cross-entropy for its logits: softmax less the target, in ordinary operators. */
    public static Tensor crossEntropyInput(Tensor g, Tensor input, Tensor target, long ignoreIndex, boolean mean) {
        var counted = Ops.ne(target, ignoreIndex);
        var factor = Ops.mul(g, counted.to(input.dtype()));
        if (mean) {
            factor = Ops.div(factor, Ops.sum(counted).to(input.dtype()));
        }
        var index = Ops.unsqueeze(Ops.maskedFill(target, Ops.logicalNot(counted), 0), 1);
        var hits = Ops.scatter(Gradients.zeros(input.shape(), input), 1, index, 1);
        return Ops.mul(Ops.sub(Ops.softmax(input, 1), hits), Ops.unsqueeze(factor, 1));
    }
}
