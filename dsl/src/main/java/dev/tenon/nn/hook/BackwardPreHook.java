package dev.tenon.nn.hook;

import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Sees the gradient of what a layer gave; see {@link Layer#registerFullBackwardPreHook}. */
@FunctionalInterface
public interface BackwardPreHook {
    /** Another gradient to go on with, or null for this one. */
    @Nullable Tensor before(Layer layer, Tensor gradOutput);
}
