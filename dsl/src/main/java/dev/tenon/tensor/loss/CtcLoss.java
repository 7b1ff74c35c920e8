package dev.tenon.tensor.loss;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Reduction;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connectionist temporal classification: the probabilities of all alignments of a label sequence, step by step. A sequence's states are its labels
 * with a blank before, between and after them; each step stays, moves on by one state, or skips a blank between two different labels.
 */
public final class CtcLoss {
    /** The logarithm of a probability that is 0; not infinite, so that no gradient becomes NaN. */
    private static final double IMPOSSIBLE = -1e30;

    private final Tensor logProbs;
    private final long[] inputLengths;
    private final long[] targetLengths;
    private final int states;
    /** [B, states]: the class of each state, and whether it can be reached from the state two before. */
    private final Tensor classes;
    private final Tensor skips;

    private CtcLoss(Tensor logProbs, long[][] labels, long[] inputLengths, long blank) {
        this.logProbs = logProbs;
        this.inputLengths = inputLengths;
        this.targetLengths = Arrays.stream(labels).mapToLong(row -> row.length).toArray();
        int batch = labels.length;
        this.states = 2 * (int) Arrays.stream(targetLengths).max().orElse(0) + 1;
        var each = new long[batch * states];
        var reached = new boolean[each.length];
        Arrays.fill(each, blank);
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < labels[b].length; i++) {
                int state = b * states + 2 * i + 1;
                each[state] = requireClass(labels[b][i]);
                reached[state] = i > 0 && labels[b][i] != labels[b][i - 1];
            }
        }
        this.classes = Creation.of(each, DType.INT64, logProbs.device(), batch, states);
        this.skips = Creation.of(reached, DType.BOOL, logProbs.device(), batch, states);
    }

    public static Tensor of(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths, long blank, Reduction reduction,
        boolean zeroInfinity) {
        if (logProbs.rank() == 2) {
            var losses = losses(Ops.unsqueeze(logProbs, 1), Ops.flatten(targets), Ops.flatten(inputLengths), Ops.flatten(targetLengths),
                blank, zeroInfinity);
            return reduced(Ops.squeeze(losses, 0), Ops.reshape(targetLengths), reduction);
        }
        if (logProbs.rank() != 3) {
            throw new ShapeException("ctc_loss: log_probs must be [T, B, C] or [T, C]\n  log_probs: " + Operand.describe(logProbs));
        }
        return reduced(losses(logProbs, targets, inputLengths, targetLengths, blank, zeroInfinity), targetLengths, reduction);
    }

    private static Tensor reduced(Tensor losses, Tensor targetLengths, Reduction reduction) {
        if (reduction != Reduction.MEAN) {
            return UncheckedOps.reducedLoss(losses, reduction);
        }
        return Ops.mean(Ops.div(losses, Ops.clampMin(targetLengths, 1).to(losses.dtype())));
    }

    private static Tensor losses(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths, long blank,
        boolean zeroInfinity) {
        var steps = inputLengths.toLongArray();
        long longest = logProbs.size(0);
        if (steps.length != logProbs.size(1) || Arrays.stream(steps).anyMatch(n -> n < 0 || n > longest)) {
            throw new ArgumentException(
                "ctc_loss: input_lengths must hold one number from 0 to T for each sample, got " + Arrays.toString(steps)
                    + "\n  log_probs: " + Operand.describe(logProbs));
        }
        if (blank < 0 || blank >= logProbs.size(2)) {
            throw new ArgumentException("ctc_loss: the blank " + blank + " is not one of the " + logProbs.size(2) + " classes");
        }
        var ctc = new CtcLoss(logProbs, labels(targets, targetLengths.toLongArray(), steps.length), steps, blank);
        var loss = ctc.perSample();
        var impossible = Ops.gt(loss, -IMPOSSIBLE / 10);
        if (logProbs.requiresGrad() && GradMode.isEnabled()) {
            loss = Ops.add(loss, ctc.throughSoftmax(zeroInfinity ? null : impossible));
        }
        return Ops.maskedFill(loss, impossible, zeroInfinity ? 0 : Double.POSITIVE_INFINITY);
    }

    /**
     * Zeros whose gradient, the probabilities, makes that of the loss the one with respect to the scores before a log-softmax, as PyTorch's
     * is: what the log-softmax then takes from it is 0, and scores that went through none learn in the same direction.
     *
     * @param undefined the samples whose gradient is NaN, because their loss is infinite; null for none
     */
    private Tensor throughSoftmax(@Nullable Tensor undefined) {
        var probabilities = Ops.exp(logProbs);
        var zeros = Ops.nanToNum(Ops.sub(probabilities, probabilities.detach()), 0.0);
        long longest = logProbs.size(0);
        var running = new boolean[Math.toIntExact(longest * inputLengths.length)];
        for (int i = 0; i < running.length; i++) {
            running[i] = i / inputLengths.length < inputLengths[i % inputLengths.length];
        }
        var over = Ops.logicalNot(Creation.of(running, DType.BOOL, logProbs.device(), longest, inputLengths.length, 1));
        var sums = Ops.sum(Ops.maskedFill(zeros, over, 0), new long[] {0, 2});
        return undefined == null ? sums : Ops.mul(sums, Ops.maskedFill(Ops.onesLike(sums), undefined, Double.NaN));
    }

    /** One row of labels for each sample, from a padded matrix or from one vector. */
    private static long[][] labels(Tensor targets, long[] lengths, int batch) {
        boolean padded = targets.rank() == 2 && targets.size(0) == batch;
        long room = padded ? targets.size(1) : targets.numel();
        boolean fits = lengths.length == batch && (padded ? Arrays.stream(lengths).allMatch(n -> n >= 0 && n <= room)
            : targets.rank() == 1 && Arrays.stream(lengths).allMatch(n -> n >= 0) && Arrays.stream(lengths).sum() == room);
        if (!fits) {
            throw new ArgumentException("ctc_loss: target_lengths " + Arrays.toString(lengths) + " do not fit the targets of " + batch
                + " samples\n  targets: " + Operand.describe(targets));
        }
        var all = targets.toLongArray();
        var rows = new long[batch][];
        long start = 0;
        for (int b = 0; b < batch; b++) {
            int from = Math.toIntExact(padded ? b * room : start);
            rows[b] = Arrays.copyOfRange(all, from, from + (int) lengths[b]);
            start += lengths[b];
        }
        return rows;
    }

    private long requireClass(long label) {
        if (label < 0 || label >= logProbs.size(2)) {
            throw new ArgumentException("ctc_loss: the label " + label + " is not one of the " + logProbs.size(2) + " classes");
        }
        return label;
    }

    private Tensor perSample() {
        long batch = classes.size(0);
        var alpha = Ops.cat(List.of(Creation.zeros(logProbs.dtype(), logProbs.device(), batch, 1), impossible(batch, states - 1L)), 1);
        boolean begun = false;
        var emitted = Ops.gather(logProbs, 2, Ops.expand(classes, logProbs.size(0), batch, states));
        for (long t = 0; t < logProbs.size(0); t++) {
            var next = Ops.add(begun ? moved(alpha) : started(batch), Ops.select(emitted, 0, t));
            alpha = Ops.where(isRunning(t), next, alpha);
            begun = true;
        }
        var index = Creation.of(targetLengths, DType.INT64, logProbs.device(), batch, 1);
        var last = Ops.gather(alpha, 1, Ops.mul(index, 2));
        var label = Ops.gather(alpha, 1, Ops.clampMin(Ops.sub(Ops.mul(index, 2), 1), 0));
        var ends = Ops.cat(List.of(last, Ops.maskedFill(label, Ops.eq(index, 0), IMPOSSIBLE)), 1);
        return Ops.neg(Ops.logsumexp(ends, 1));
    }

    /** Before the first step: its first blank or its first label. */
    private Tensor started(long batch) {
        long first = Math.min(states, 2);
        return Ops.cat(List.of(Creation.zeros(logProbs.dtype(), logProbs.device(), batch, first), impossible(batch, states - first)), 1);
    }

    private Tensor moved(Tensor alpha) {
        long batch = alpha.size(0);
        if (states == 1) {
            return alpha;
        }
        var one = Ops.cat(List.of(impossible(batch, 1), Ops.narrow(alpha, 1, 0, states - 1L)), 1);
        var two = Ops.cat(List.of(impossible(batch, 2), Ops.narrow(alpha, 1, 0, states - 2L)), 1);
        var skipped = Ops.where(skips, two, IMPOSSIBLE);
        return Ops.logsumexp(Ops.stack(List.of(alpha, one, skipped), 0), 0);
    }

    /** [B, 1]: whether the sample is not over before this step. */
    private Tensor isRunning(long t) {
        var running = new boolean[inputLengths.length];
        for (int b = 0; b < running.length; b++) {
            running[b] = t < inputLengths[b];
        }
        return Creation.of(running, DType.BOOL, logProbs.device(), running.length, 1);
    }

    private Tensor impossible(long batch, long n) {
        return Creation.full(new long[] {batch, n}, IMPOSSIBLE, logProbs.dtype(), logProbs.device());
    }
}
