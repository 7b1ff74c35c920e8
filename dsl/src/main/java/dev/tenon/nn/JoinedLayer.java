package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** A layer of so many inputs, whose {@link #forward} is a call however it is written. */
public abstract class JoinedLayer extends Layer {
    private final List<String> names;

    /** @param names what the inputs are called in errors */
    protected JoinedLayer(String... names) {
        this.names = List.of(names);
    }

    /** The output for as many inputs as the layer takes. */
    protected abstract Tensor joined(List<Tensor> inputs);

    /** All outputs, {@link #joined} first: it alone, unless overridden. */
    protected List<Tensor> outputs(List<Tensor> inputs) {
        return List.of(joined(inputs));
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
    public final Tensor forward(Tensor input) {
        return call(List.of(input));
    }

    @Override
    final Tensor bare(Tensor input) {
        return bare(List.of(input));
    }

    @Override
    final Tensor bare(List<Tensor> inputs) {
        return joined(counted(inputs));
    }

    @Override
    final List<Tensor> bareAll(List<Tensor> inputs) {
        return outputs(counted(inputs));
    }

    private List<Tensor> counted(List<Tensor> inputs) {
        if (inputs.size() != names.size()) {
            throw new ArgumentException(label() + ": takes " + names.size() + " inputs, " + String.join(" and ", names) + ", got "
                + inputs.size());
        }
        return inputs;
    }
}
