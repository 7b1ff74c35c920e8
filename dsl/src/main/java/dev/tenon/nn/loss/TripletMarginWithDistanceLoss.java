package dev.tenon.nn.loss;

import dev.tenon.nn.JoinedLayer;
import dev.tenon.ops.Reduction;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * How far the anchor's distance to the negative is from exceeding that to the positive by the margin, by any distance:
 * {@code max(d(a, p) - d(a, n) + margin, 0)}.
 * {@snippet :
 * var loss = new TripletMarginWithDistanceLoss((x, y) -> x.cosineSimilarity(y).neg().add(1), 0.5, false, Reduction.MEAN);
 * loss.forward(anchor, positive, negative).backward();
 * }
 *
 * @see "Balntas et al. (2016), Learning local feature descriptors with triplets and shallow convolutional neural networks"
 */
public final class TripletMarginWithDistanceLoss extends JoinedLayer {
    private final BinaryOperator<Tensor> distance;
    private final double margin;
    private final boolean swap;
    private final Reduction reduction;

    /** The mean over the batch, by Euclid's distance. */
    public TripletMarginWithDistanceLoss() {
        this(1, false, Reduction.MEAN);
    }

    /** By Euclid's distance, {@link PairwiseDistance}. */
    public TripletMarginWithDistanceLoss(double margin, boolean swap, Reduction reduction) {
        this(new PairwiseDistance(), margin, swap, reduction);
    }

    private TripletMarginWithDistanceLoss(PairwiseDistance distance, double margin, boolean swap, Reduction reduction) {
        this((x, y) -> distance.call(x, y), margin, swap, reduction);
        child("distance_function", distance);
    }

    /**
     * By any distance.
     *
     * @param distance of two batches, one number for each pair
     * @param margin by how much the negative is to be farther
     * @param swap whether the distance from the positive to the negative counts where it is smaller
     * @param reduction what becomes of the batch
     */
    public TripletMarginWithDistanceLoss(BinaryOperator<Tensor> distance, double margin, boolean swap, Reduction reduction) {
        super("anchor", "positive", "negative");
        this.distance = distance;
        this.margin = margin;
        this.swap = swap;
        this.reduction = reduction;
    }

    /** The loss of triplets of one shape. */
    public Tensor forward(Tensor anchor, Tensor positive, Tensor negative) {
        return call(List.of(anchor, positive, negative));
    }

    @Override
    protected Tensor joined(List<Tensor> inputs) {
        var anchor = inputs.get(0);
        var positive = inputs.get(1);
        var negative = inputs.get(2);
        var near = distance.apply(anchor, positive);
        var far = distance.apply(anchor, negative);
        var farther = swap ? Ops.minimum(far, distance.apply(positive, negative)) : far;
        var losses = Ops.clampMin(Ops.add(Ops.sub(near, farther), margin), 0);
        return switch (reduction) {
            case NONE -> losses;
            case MEAN -> Ops.mean(losses);
            case SUM -> Ops.sum(losses);
        };
    }
}
