package dev.tenon.nn;

import dev.tenon.tensor.Tensor;
import java.util.List;

/** A layer of any number of inputs and outputs, whose {@link #forward} and {@link #forwardAll} are calls. */
public abstract class MultiLayer extends Layer {
    /** All outputs, the main one first, without anything around them. */
    protected abstract List<Tensor> outputs(List<Tensor> inputs);

    /** The main output alone, for layers of which the others cost something. */
    protected Tensor output(List<Tensor> inputs) {
        return outputs(inputs).getFirst();
    }

    @Override
    public final Tensor forward(Tensor input) {
        return call(List.of(input));
    }

    @Override
    public final Tensor forward(List<Tensor> inputs) {
        return call(inputs);
    }

    @Override
    public final List<Tensor> forwardAll(List<Tensor> inputs) {
        return callAll(inputs);
    }

    @Override
    final Tensor bare(Tensor input) {
        return output(List.of(input));
    }

    @Override
    final Tensor bare(List<Tensor> inputs) {
        return output(inputs);
    }

    @Override
    final List<Tensor> bareAll(List<Tensor> inputs) {
        return outputs(inputs);
    }
}
