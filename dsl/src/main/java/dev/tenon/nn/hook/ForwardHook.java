package dev.tenon.nn.hook;

import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees what a layer gives; see {@link Layer#registerForwardHook}. */
@FunctionalInterface
public interface ForwardHook {
    /** Another output to give, or null for this one. */
    @Nullable Tensor after(Layer layer, List<Tensor> inputs, Tensor output);
}
