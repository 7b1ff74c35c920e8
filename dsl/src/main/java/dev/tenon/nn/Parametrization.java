package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * How a parameter is made of others in each pass; see {@link Layer#parametrize}. What it keeps itself is part of the layer's state.
 * {@snippet :
 * final class Symmetric extends Parametrization {
 *     public Tensor value(List<Tensor> originals) {
 *         var upper = originals.getFirst().triu();
 *         return upper.add(upper.triu(1).t());
 *     }
 * }
 * }
 */
public abstract class Parametrization extends Layer {
    /** The parameter, made of what is trained in its place. */
    public abstract Tensor value(List<Tensor> originals);

    /** What is trained in the place of a parameter that has this value; unless overridden a tensor of the same value. */
    public List<Tensor> originals(Tensor value) {
        return List.of(value);
    }

    /** {@link #value} of one original. */
    @Override
    public final Tensor forward(Tensor input) {
        return value(List.of(input));
    }

    /** {@link #value}. */
    @Override
    public final Tensor forward(List<Tensor> inputs) {
        if (inputs.isEmpty()) {
            throw new ArgumentException(label() + ": takes the original tensors, got none");
        }
        return value(inputs);
    }
}
