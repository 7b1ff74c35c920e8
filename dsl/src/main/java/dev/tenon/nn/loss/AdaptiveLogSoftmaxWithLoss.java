package dev.tenon.nn.loss;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.IndexException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.JoinedLayer;
import dev.tenon.nn.Loss;
import dev.tenon.nn.ModuleList;
import dev.tenon.nn.Sequential;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The logarithm of softmax over very many classes, of which the frequent ones come first: these are told apart at once, the others in clusters, and
 * the rarer the classes of a cluster, the smaller what it looks at. A target costs the head and its own cluster.
 * {@snippet :
 * var loss = new AdaptiveLogSoftmaxWithLoss(64, 10000, new long[] {100, 1000});
 * loss.forward(hidden, targets).loss().backward();
 * }
 *
 * @see <a href="https://arxiv.org/abs/1609.04309">Grave et al. (2017)</a>
 */
public final class AdaptiveLogSoftmaxWithLoss extends JoinedLayer implements Loss {
    private static final String NAME = "AdaptiveLogSoftmaxWithLoss";

    private final long inFeatures;
    private final long classes;
    /** The first class behind the shortlist and behind each cluster. */
    private final long[] cutoffs;
    private final Linear head;
    private final List<Sequential> tails = new ArrayList<>();

    /** Each cluster looks at a quarter of what the one before it does. */
    public AdaptiveLogSoftmaxWithLoss(long inFeatures, long classes, long[] cutoffs) {
        this(inFeatures, classes, cutoffs, 4, false);
    }

    /**
     * As many clusters as cutoffs.
     *
     * @param inFeatures the size of an input
     * @param classes how many there are
     * @param cutoffs the first class of each cluster, in ascending order
     * @param divValue by what the size of what a cluster looks at is divided from one cluster to the next
     * @param headBias whether the head has a bias
     */
    public AdaptiveLogSoftmaxWithLoss(long inFeatures, long classes, long[] cutoffs, double divValue, boolean headBias) {
        super("input", "target");
        Sizes.requirePositive(NAME, "inFeatures", inFeatures);
        requireAscending(classes, cutoffs);
        this.inFeatures = inFeatures;
        this.classes = classes;
        this.cutoffs = Arrays.copyOf(cutoffs, cutoffs.length + 1);
        this.cutoffs[cutoffs.length] = classes;
        this.head = child("head", new Linear(inFeatures, cutoffs[0] + cutoffs.length, headBias));
        for (int i = 0; i < cutoffs.length; i++) {
            long hidden = (long) Math.floor(inFeatures / Math.pow(divValue, i + 1.0));
            if (hidden < 1) {
                throw new ArgumentException(NAME + ": inFeatures (" + inFeatures + ") divided by divValue (" + divValue + ") to the power "
                    + (i + 1) + " leaves cluster " + i + " nothing to look at\n  try:   a smaller divValue, or fewer cutoffs");
            }
            tails.add(new Sequential(new Linear(inFeatures, hidden, false), new Linear(hidden, this.cutoffs[i + 1] - cutoffs[i], false)));
        }
        child("tail", new ModuleList<>(tails));
    }

    private static void requireAscending(long classes, long[] cutoffs) {
        long least = 0;
        for (long cutoff : cutoffs) {
            if (cutoff <= least || cutoff >= classes) {
                throw new ArgumentException(NAME + ": cutoffs must ascend, from 1 to " + (classes - 1) + ", below classes, got "
                    + Arrays.toString(cutoffs));
            }
            least = cutoff;
        }
        if (cutoffs.length == 0) {
            throw new ArgumentException(
                NAME + ": takes one cutoff at least\n  try:   linear(" + classes + ") and crossEntropy, for one softmax");
        }
    }

    /**
     * The logarithms of the targets' probabilities, and the loss.
     *
     * @param input {@code [batch, inFeatures]} or {@code [inFeatures]}
     * @param target class indices {@code [batch]} or {@code []}
     */
    public AdaptiveOutput forward(Tensor input, Tensor target) {
        var all = callAll(List.of(input, target));
        return new AdaptiveOutput(all.get(0), all.get(1));
    }

    /** The logarithms of the targets' probabilities. */
    @Override
    protected Tensor joined(List<Tensor> inputs) {
        return outputs(inputs).getFirst();
    }

    /** The same, and the loss. */
    @Override
    protected List<Tensor> outputs(List<Tensor> both) {
        var input = both.get(0);
        var target = both.get(1);
        requireFitting(input, target);
        boolean single = input.rank() == 1;
        var inputs = single ? Ops.unsqueeze(input, 0) : input;
        var targets = single ? Ops.unsqueeze(target, 0) : target;
        var sums = Ops.squeeze(Ops.gather(Ops.logSoftmax(head.forward(inputs), 1), 1, Ops.unsqueeze(heads(targets), 1)), 1);
        for (int i = 0; i < tails.size(); i++) {
            var inside = Ops.logicalAnd(Ops.ge(targets, cutoffs[i]), Ops.lt(targets, cutoffs[i + 1]));
            var rows = Ops.squeeze(Ops.nonzero(inside), 1);
            if (rows.numel() > 0) {
                var within = Ops.sub(Ops.indexSelect(targets, 0, rows), cutoffs[i]);
                var logs = Ops.logSoftmax(tails.get(i).forward(Ops.indexSelect(inputs, 0, rows)), 1);
                sums = Ops.indexAdd(sums, 0, rows, Ops.squeeze(Ops.gather(logs, 1, Ops.unsqueeze(within, 1)), 1));
            }
        }
        return List.of(single ? Ops.squeeze(sums, 0) : sums, Ops.neg(Ops.mean(sums)));
    }

    /** What the head is asked for: the class itself, or its cluster. */
    private Tensor heads(Tensor targets) {
        var places = targets;
        for (int i = 0; i < tails.size(); i++) {
            places = Ops.where(Ops.ge(targets, cutoffs[i]), cutoffs[0] + i, places);
        }
        return places;
    }

    /** The logarithms of the probabilities of all classes, {@code [batch, classes]}. */
    public Tensor logProb(Tensor input) {
        var first = Ops.logSoftmax(head.forward(input), 1);
        var parts = new ArrayList<Tensor>();
        parts.add(Ops.narrow(first, 1, 0, cutoffs[0]));
        for (int i = 0; i < tails.size(); i++) {
            parts.add(Ops.add(Ops.logSoftmax(tails.get(i).forward(input), 1), Ops.narrow(first, 1, cutoffs[0] + i, 1)));
        }
        return Ops.cat(parts, 1);
    }

    /** The most probable class of each input, {@code [batch]}. */
    public Tensor predict(Tensor input) {
        return Ops.argmax(logProb(input), 1);
    }

    private void requireFitting(Tensor input, Tensor target) {
        boolean fits = (input.rank() == 1 || input.rank() == 2) && target.rank() == input.rank() - 1 && input.size(-1) == inFeatures
            && (input.rank() == 1 || target.size(0) == input.size(0));
        if (!fits) {
            throw new ShapeException(
                NAME + ": input must be [batch, " + inFeatures + "] and target [batch], or both without a batch\n  input: "
                    + Operand.describe(input) + "   target: " + Operand.describe(target));
        }
        if (target.numel() > 0 && !target.device().isMeta()) {
            double least = target.min().item();
            double most = target.max().item();
            if (least < 0 || most >= classes) {
                throw new IndexException(NAME + ": targets must be in [0, " + (classes - 1) + "], got values from " + (long) least + " to "
                    + (long) most);
            }
        }
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        return forward(output, target).loss();
    }
}
