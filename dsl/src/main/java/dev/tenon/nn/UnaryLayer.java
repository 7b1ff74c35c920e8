package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** A layer of one input and one output whose {@link #forward} is a {@link #call}: hooks and listeners miss nothing, however it is called. */
public abstract class UnaryLayer extends Layer {
    /** The output for this input, without anything around it. */
    protected abstract Tensor output(Tensor input);

    /** All outputs for this input, {@link #output} first: it alone, unless overridden. */
    protected List<Tensor> outputs(Tensor input) {
        return List.of(output(input));
    }

    @Override
    public final Tensor forward(Tensor input) {
        return call(input);
    }

    @Override
    public final List<Tensor> forwardAll(List<Tensor> inputs) {
        return callAll(inputs);
    }

    @Override
    final Tensor bare(Tensor input) {
        return output(input);
    }

    @Override
    final Tensor bare(List<Tensor> inputs) {
        return output(single(inputs));
    }

    @Override
    final List<Tensor> bareAll(List<Tensor> inputs) {
        return outputs(single(inputs));
    }

    private Tensor single(List<Tensor> inputs) {
        if (inputs.size() != 1) {
            throw new ArgumentException(label() + ": takes one input, got " + inputs.size());
        }
        return inputs.getFirst();
    }
}
