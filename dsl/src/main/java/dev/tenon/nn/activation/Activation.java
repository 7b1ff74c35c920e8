package dev.tenon.nn.activation;

import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;

/** A layer without state: an operator applied as it is. */
public final class Activation extends Layer {
    private final String name;
    private final UnaryOperator<Tensor> function;

    /**
     * A layer of any function.
     *
     * @param name what a summary shows
     */
    public Activation(String name, UnaryOperator<Tensor> function) {
        this.name = name;
        this.function = function;
    }

    @Override
    public Tensor forward(Tensor input) {
        return function.apply(input);
    }

    @Override
    public String toString() {
        return name;
    }
}
