package dev.tenon.nn.loss;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.LossLayer;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The cross-entropy of logits that a linear map makes of its input: the last layer of a classifier and its loss in one.
 * {@snippet :
 * var loss = new LinearCrossEntropyLoss(64, 1000, false, o -> o.labelSmoothing(0.1));
 * loss.forward(hidden, targets).backward();
 * }
 */
public final class LinearCrossEntropyLoss extends LossLayer {
    private final long classes;
    private final long[] places;
    private final CrossEntropyLossOptions options;
    private final @Nullable Parameter weight;
    private final Linear linear;

    /** One target for each input. */
    public LinearCrossEntropyLoss(long inFeatures, long classes, boolean bias, UnaryOperator<CrossEntropyLossOptions> options) {
        this(inFeatures, classes, new long[0], bias, options);
    }

    /**
     * Targets of several places for each input.
     *
     * @param inFeatures the size of an input
     * @param classes how many there are
     * @param places the sizes of what is classified in one input, one after the other; empty for one target
     * @param bias whether the map has a bias
     * @param options of the cross-entropy
     */
    public LinearCrossEntropyLoss(long inFeatures, long classes, long[] places, boolean bias,
        UnaryOperator<CrossEntropyLossOptions> options) {
        long outputs = classes;
        for (long size : places) {
            Sizes.requirePositive("LinearCrossEntropyLoss", "every size of places", size);
            outputs = Math.multiplyExact(outputs, size);
        }
        this.classes = classes;
        this.places = places.clone();
        this.options = options.apply(CrossEntropyLossOptions.DEFAULT);
        var factors = this.options.weight();
        if (factors != null && (factors.rank() != 1 || factors.size(0) != classes)) {
            throw new ArgumentException(
                "LinearCrossEntropyLoss: weight must be [" + classes + "], one for each class, got " + factors.shape());
        }
        this.weight = factors == null ? null : buffer("weight", factors);
        this.linear = child("linear", new Linear(inFeatures, outputs, bias));
    }

    /**
     * The loss.
     *
     * @param input {@code [batch, inFeatures]} or {@code [inFeatures]}
     * @param target class indices {@code [batch, places...]}, or probabilities {@code [batch, classes, places...]}
     */
    @Override
    protected Tensor loss(Tensor input, Tensor target) {
        var product = linear.forward(input);
        var logits = places.length == 0 ? product : Ops.reshape(product, sizes(input));
        return Ops.crossEntropy(logits, target, weight == null ? null : weight.value(), options.ignoreIndex(), options.reduction(),
            options.labelSmoothing());
    }

    private long[] sizes(Tensor input) {
        int first = input.rank() - 1;
        var sizes = new long[first + 1 + places.length];
        for (int d = 0; d < first; d++) {
            sizes[d] = input.size(d);
        }
        sizes[first] = classes;
        System.arraycopy(places, 0, sizes, first + 1, places.length);
        return sizes;
    }
}
