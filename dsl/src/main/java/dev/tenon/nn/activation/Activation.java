package dev.tenon.nn.activation;

import dev.tenon.nn.UnaryLayer;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;

/** A layer without state: an operator applied as it is. */
public final class Activation extends UnaryLayer {
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
    protected Tensor output(Tensor input) {
        return function.apply(input);
    }

    @Override
    protected String typeName() {
        return name;
    }
}
