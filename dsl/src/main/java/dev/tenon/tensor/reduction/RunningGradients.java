package dev.tenon.tensor.reduction;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;

/** Gradients of running folds. */
public final class RunningGradients {
    private RunningGradients() {}

    /**
     * Element i gets the sum over k from i on of g(k) exp(x(i) - y(k)), where y are the running results. That sum is itself a running sum of
     * exponentials, of the logarithms of g, from the end; positive and negative g are summed apart.
     */
    public static Tensor logcumsumexp(Tensor g, Tensor input, Tensor output, long dim) {
        if (input.rank() == 0) {
            return g;
        }
        var logarithm = Ops.log(Ops.abs(Ops.maskedFill(g, Ops.eq(g, 0), 1)));
        return Ops.sub(part(logarithm, Ops.gt(g, 0), input, output, dim), part(logarithm, Ops.lt(g, 0), input, output, dim));
    }

    private static Tensor part(Tensor logarithm, Tensor chosen, Tensor input, Tensor output, long dim) {
        var least = Ops.where(chosen, Ops.sub(logarithm, output), Double.NEGATIVE_INFINITY);
        return Ops.exp(Ops.add(Ops.flip(Ops.logcumsumexp(Ops.flip(least, dim), dim), dim), input));
    }
}
