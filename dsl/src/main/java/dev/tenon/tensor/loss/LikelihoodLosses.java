package dev.tenon.tensor.loss;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Reduction;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.Arrays;

/** Negative log-likelihoods of measured values and counts. */
public final class LikelihoodLosses {
    private LikelihoodLosses() {}

    public static Tensor gaussian(Tensor input, Tensor target, double var, boolean full, double eps, Reduction reduction) {
        return gaussian(input, target, Creation.full(input.shape().toArray(), var, input.dtype(), input.device()), full, eps, reduction);
    }

    public static Tensor gaussian(Tensor input, Tensor target, Tensor var, boolean full, double eps, Reduction reduction) {
        if (Ops.any(Ops.lt(var, 0)).item() != 0) {
            throw new ArgumentException("gaussian_nll_loss: a variance is negative\n  try:   exp() of its logarithm");
        }
        var variance = UncheckedOps.atLeast(fitting(input, var), eps);
        var deviation = Ops.div(Ops.square(Ops.sub(input, target)), variance);
        var losses = Ops.mul(Ops.add(Ops.log(variance), deviation), 0.5);
        return UncheckedOps.reducedLoss(full ? Ops.add(losses, 0.5 * Math.log(2 * Math.PI)) : losses, reduction);
    }

    /** The variances with a last dimension to broadcast, where they are one for each vector of the input. */
    private static Tensor fitting(Tensor input, Tensor var) {
        int rank = input.rank();
        if (input.shape().equals(var.shape())) {
            return var;
        }
        if (rank == var.rank() + 1 && Arrays.equals(Arrays.copyOf(input.shape().toArray(), rank - 1), var.shape().toArray())) {
            return Ops.unsqueeze(var, -1);
        }
        int different = 0;
        for (int d = 0; d < rank && rank == var.rank(); d++) {
            different += input.size(d) != var.size(d) ? (int) Math.min(var.size(d), 2) : 0;
        }
        if (different != 1) {
            throw new ShapeException("gaussian_nll_loss: var must have the shape of the input, or 1 for one of its sizes\n  input: "
                + Operand.describe(input) + "   var: " + Operand.describe(var));
        }
        return var;
    }
}
