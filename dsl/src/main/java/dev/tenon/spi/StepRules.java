package dev.tenon.spi;

import java.util.Arrays;

/** Checks of optimizer steps; for generated code. */
public final class StepRules {
    private StepRules() {}

    /**
     * Checks that the operands are that many groups of tensors: floating, each like its parameter, and those that are written contiguous.
     *
     * @param groups of parameters, gradients and states
     */
    public static void requireGroups(Inference call, long count, int groups) {
        if (call.inputs() != count * groups) {
            throw call.shapeError("there must be " + groups + " tensors for each of the " + count + " parameters, got " + call.inputs(),
                null);
        }
        for (int i = 0; i < call.inputs(); i++) {
            var parameter = call.unchecked((int) (i % count));
            var tensor = call.unchecked(i);
            boolean written = i < count || i >= 2 * count;
            if (!Arrays.equals(tensor.sizes(), parameter.sizes()) || tensor.dtype() != parameter.dtype()
                || !tensor.dtype().isFloating() || written && !tensor.isContiguous()) {
                throw call.shapeError("tensor " + i + " must be like its parameter, floating and contiguous", null);
            }
        }
    }
}
