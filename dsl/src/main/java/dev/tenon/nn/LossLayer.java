package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** A loss as a layer of two inputs, outputs and targets. */
public final class LossLayer extends Layer implements Loss {
    private final String name;
    private final Loss loss;

    public LossLayer(String name, Loss loss) {
        this.name = name;
        this.loss = loss;
    }

    @Override
    public Tensor of(Tensor output, Tensor target) {
        return loss.of(output, target);
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
        if (inputs.size() != 2) {
            throw new ArgumentException(name + ": takes outputs and targets, got " + inputs.size() + " tensors");
        }
        return loss.of(inputs.get(0), inputs.get(1));
    }

    @Override
    public Tensor forward(Tensor input) {
        return forward(List.of(input));
    }

    @Override
    public String toString() {
        return name;
    }
}
