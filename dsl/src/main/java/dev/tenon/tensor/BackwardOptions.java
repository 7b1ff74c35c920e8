package dev.tenon.tensor;

import org.jspecify.annotations.Nullable;

/**
 * How a backward pass runs.
 *
 * @param gradient the gradient of the output; null means 1, for a scalar
 * @param retainsGraph whether saved values stay for another pass
 * @param createsGraph whether the gradients are themselves differentiable; implies {@code retainsGraph}
 */
public record BackwardOptions(@Nullable Tensor gradient, boolean retainsGraph, boolean createsGraph) {
    static final BackwardOptions DEFAULT = new BackwardOptions(null, false, false);

    /** Starts from this gradient instead of 1. */
    public BackwardOptions gradient(Tensor start) {
        return new BackwardOptions(start, retainsGraph, createsGraph);
    }

    /** Keeps the saved values, so that the graph can be walked again. */
    public BackwardOptions retainGraph() {
        return new BackwardOptions(gradient, true, createsGraph);
    }

    /** Records the backward pass itself, for gradients of gradients. */
    public BackwardOptions createGraph() {
        return new BackwardOptions(gradient, true, true);
    }
}
