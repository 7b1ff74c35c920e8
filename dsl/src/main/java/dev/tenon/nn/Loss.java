package dev.tenon.nn;

import dev.tenon.tensor.Tensor;

/** How far outputs are from targets. */
@FunctionalInterface
public interface Loss {
    /** The loss, to be differentiated with respect to {@code output}. */
    Tensor of(Tensor output, Tensor target);
}
