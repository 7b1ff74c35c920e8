package dev.tenon.nn;

import dev.tenon.tensor.Tensor;
import java.util.List;

/** A loss as a layer of two inputs, outputs and targets; a trainer takes it as it is. */
public abstract class LossLayer extends JoinedLayer implements Loss {
    protected LossLayer() {
        super("input", "target");
    }

    /** The loss of what a network has put out, without anything around it. */
    protected abstract Tensor loss(Tensor input, Tensor target);

    /** The loss of what a network has put out. */
    public final Tensor forward(Tensor input, Tensor target) {
        return call(List.of(input, target));
    }

    @Override
    public final Tensor of(Tensor output, Tensor target) {
        return forward(output, target);
    }

    @Override
    protected final Tensor joined(List<Tensor> inputs) {
        return loss(inputs.get(0), inputs.get(1));
    }
}
