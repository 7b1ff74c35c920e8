package dev.tenon.nn.hook;

import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees the gradients of a layer's inputs and output; see {@link Layer#registerFullBackwardHook}. */
@FunctionalInterface
public interface BackwardHook {
    /**
     * Another gradient of the input to go on with, or null for this one. Only a layer of one input that requires grad can have another: the
     * gradients of several come one after the other, and the hook is called with the last.
     *
     * @param gradInputs by input; null for inputs that do not require grad
     */
    @Nullable Tensor backward(Layer layer, List<@Nullable Tensor> gradInputs, Tensor gradOutput);
}
