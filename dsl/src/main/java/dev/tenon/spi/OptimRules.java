package dev.tenon.spi;

import java.util.Arrays;

/** Checks of optimizer steps: groups of tensors one after another, the i-th of each like the i-th parameter. They have no outputs. */
public final class OptimRules {
    private OptimRules() {}

    /** Parameters, gradients and, with momentum, buffers. */
    public static void sgdStep(Inference call, long count, double lr, double momentum, double dampening, double weightDecay,
        boolean nesterov,
        boolean maximize, boolean first) {
        groups(call, count, momentum == 0 ? 2 : 3);
    }

    /** Parameters, gradients, two moments and, for AMSGrad, the largest second ones. */
    public static void adamStep(Inference call, long count, double lr, double beta1, double beta2, double eps, double weightDecay,
        boolean decoupled,
        boolean amsgrad, boolean maximize, long step) {
        groups(call, count, amsgrad ? 5 : 4);
    }

    /** Parameters, gradients, mean squares, with momentum buffers, and if centred mean gradients. */
    public static void rmspropStep(Inference call, long count, double lr, double alpha, double eps, double weightDecay, double momentum,
        boolean centered, boolean maximize) {
        groups(call, count, 3 + (momentum == 0 ? 0 : 1) + (centered ? 1 : 0));
    }

    private static void groups(Inference call, long count, int groups) {
        if (call.inputs() != count * groups) {
            throw call.shapeError("there must be " + groups + " tensors for each of the " + count + " parameters, got " + call.inputs(),
                null);
        }
        for (int i = 0; i < call.inputs(); i++) {
            var parameter = call.in((int) (i % count));
            var tensor = call.in(i);
            boolean written = i < count || i >= 2 * count;
            if (!Arrays.equals(tensor.sizes(), parameter.sizes()) || tensor.dtype() != parameter.dtype()
                || !tensor.dtype().isFloating() || written && !tensor.isContiguous()) {
                throw call.shapeError("tensor " + i + " must be like its parameter, floating and contiguous", null);
            }
        }
    }
}
