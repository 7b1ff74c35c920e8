package dev.tenon.nn;

import dev.tenon.tensor.Tensor;
import java.util.List;

/** A layer of any number of inputs and outputs, whose {@link #forward} and {@link #forwardAll} are calls. */
public abstract class MultiLayer extends Layer {
    /** All outputs, the main one first, without anything around them. */
    protected abstract List<Tensor> outputs(List<Tensor> inputs);

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
        return outputs(List.of(input)).getFirst();
    }

    @Override
    final Tensor bare(List<Tensor> inputs) {
        return outputs(inputs).getFirst();
    }

    @Override
    final List<Tensor> bareAll(List<Tensor> inputs) {
        return outputs(inputs);
    }
}
