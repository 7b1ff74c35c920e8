package dev.tenon.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How gradients are asked for: {@code grad(outputs, inputs, o -> o.retainGraph().materializeGrads())}, by the names of
 * {@code torch.autograd.grad}.
 *
 * @param gradOutputs the vector of each output; null, or null for one of them, means 1 and asks for a scalar
 * @param retainsGraph whether saved values stay for another pass
 * @param createsGraph whether the gradients are themselves differentiable; implies {@code retainsGraph}
 * @param allowsUnused whether an input on which no output depends gives null instead of an error
 * @param materializesGrads whether it gives zeros; implies {@code allowsUnused}
 */
public record GradOptions(@Nullable List<@Nullable Tensor> gradOutputs, boolean retainsGraph, boolean createsGraph, boolean allowsUnused,
    boolean materializesGrads) {
    static final GradOptions DEFAULT = new GradOptions(null, false, false, false, false);

    public GradOptions {
        gradOutputs = gradOutputs == null ? null : Collections.unmodifiableList(new ArrayList<>(gradOutputs));
    }

    /** Starts from these gradients, one an output, instead of 1; null means 1. */
    public GradOptions gradOutputs(@Nullable Tensor... starts) {
        return new GradOptions(Arrays.asList(starts), retainsGraph, createsGraph, allowsUnused, materializesGrads);
    }

    /** Keeps the saved values, so that the graph can be walked again. */
    public GradOptions retainGraph() {
        return new GradOptions(gradOutputs, true, createsGraph, allowsUnused, materializesGrads);
    }

    /** Records the backward pass itself, for gradients of gradients. */
    public GradOptions createGraph() {
        return new GradOptions(gradOutputs, true, true, allowsUnused, materializesGrads);
    }

    /** Gives null for an input on which no output depends. */
    public GradOptions allowUnused() {
        return new GradOptions(gradOutputs, retainsGraph, createsGraph, true, materializesGrads);
    }

    /** Gives zeros for an input on which no output depends. */
    public GradOptions materializeGrads() {
        return new GradOptions(gradOutputs, retainsGraph, createsGraph, true, true);
    }
}
