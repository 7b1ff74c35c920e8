package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Reduction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Losses of classes that compare scores with a margin, and of several classes at once. */
final class MarginLosses {
    private MarginLosses() {}

    static Tensor softMargin(Tensor input, Tensor target, Reduction reduction) {
        if (input.dtype().bytes() == 2) {
            // In half precision the exponential overflows, as it does in PyTorch.
            return Losses.reduced(Ops.log1p(Ops.exp(Ops.mul(Ops.neg(target), input))), reduction);
        }
        return Losses.reduced(Ops.softMarginError(input, target), reduction);
    }

    static Tensor multiMargin(Tensor input, Tensor target, long p, double margin, @Nullable Tensor weight, Reduction reduction) {
        var scores = rows("multi_margin_loss", input);
        long samples = scores.size(0);
        long classes = scores.size(1);
        if (target.rank() > 1 || target.numel() != samples || weight != null && weight.numel() != classes) {
            throw new ShapeException(
                "multi_margin_loss: an input [B, C] needs a target [B] and a weight [C]\n  input: " + Operand.describe(input)
                    + "   target: " + Operand.describe(target));
        }
        var wanted = Ops.reshape(target.to(DType.INT64), samples, 1);
        var lack = Ops.clampMin(Ops.add(Ops.sub(scores, Ops.gather(scores, 1, wanted)), margin), 0);
        var power = p == 1 ? lack : Ops.square(lack);
        var weighted = weight == null ? power
            : Ops.mul(power, Ops.reshape(Ops.indexSelect(weight.detach(), 0, Ops.flatten(wanted)), samples, 1));
        var others = Ops.scatter(weighted, 1, wanted, 0);
        var losses = Ops.div(Ops.sum(others, 1), classes);
        return Losses.reduced(target.rank() == 0 ? Ops.squeeze(losses, 0) : losses, reduction);
    }

    static Tensor multilabelMargin(Tensor input, Tensor target, Reduction reduction) {
        if (!Arrays.equals(input.sizes(), target.sizes())) {
            throw new ShapeException(
                "multilabel_margin_loss: the target must have the shape of the input\n  input: " + Operand.describe(input)
                    + "   target: " + Operand.describe(target));
        }
        var scores = rows("multilabel_margin_loss", input);
        var labels = rows("multilabel_margin_loss", target).to(DType.INT64);
        // Labels count up to the first -1.
        var given = Ops.eq(Ops.cumsum(Ops.lt(labels, 0), 1), 0);
        var places = Ops.where(given, labels, 0);
        var isLabel = Ops.scatterAdd(Creation.zeros(DType.INT64, input.device(), scores.sizes()), 1, places, given.to(DType.INT64));
        var lack = Ops.sub(Ops.unsqueeze(scores, 1), Ops.unsqueeze(Ops.gather(scores, 1, places), 2));
        var counts = Ops.logicalAnd(Ops.unsqueeze(given, 2), Ops.unsqueeze(Ops.eq(isLabel, 0), 1));
        var parts = Ops.where(counts, Ops.clampMin(Ops.add(lack, 1), 0), 0);
        var losses = Ops.div(Ops.sum(parts, 1, 2), scores.size(1));
        return Losses.reduced(input.rank() <= 1 ? Ops.squeeze(losses, 0) : losses, reduction);
    }

    static Tensor multilabelSoftMargin(Tensor input, Tensor target, @Nullable Tensor weight, Reduction reduction) {
        var wanted = Ops.mul(target, Ops.logsigmoid(input));
        var losses = Ops.neg(Ops.add(wanted, Ops.mul(Ops.rsub(target, 1), Ops.logsigmoid(Ops.neg(input)))));
        var weighted = weight == null ? losses : Ops.mul(losses, weight);
        return Losses.reduced(Ops.mean(weighted, -1), reduction);
    }

    /** [B, C] from [B, C], [C] or []. */
    private static Tensor rows(String name, Tensor input) {
        if (input.rank() > 2 || input.numel() == 0) {
            throw new ShapeException(
                name + ": the input must be [B, C] or [C], with at least one class\n  input: " + Operand.describe(input));
        }
        return input.rank() == 2 ? input : Ops.reshape(input, 1, input.numel());
    }
}
