package dev.tenon.nn.hook;

import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees what a layer is given; see {@link Layer#registerForwardPreHook}. */
@FunctionalInterface
public interface ForwardPreHook {
    /** Other inputs to take, or null for these. */
    @Nullable List<Tensor> before(Layer layer, List<Tensor> inputs);
}
