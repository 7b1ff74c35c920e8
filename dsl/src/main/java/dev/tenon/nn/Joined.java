package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/** A layer without state of several inputs: an operator applied as it is. */
public final class Joined extends Layer {
    private final String name;
    private final int count;
    private final Function<List<Tensor>, Tensor> function;

    /**
     * A layer of any function.
     *
     * @param name what a summary shows
     * @param count how many inputs it takes
     */
    public Joined(String name, int count, Function<List<Tensor>, Tensor> function) {
        this.name = name;
        this.count = count;
        this.function = function;
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
        if (inputs.size() != count) {
            throw new ArgumentException(name + ": takes " + count + " inputs, got " + inputs.size());
        }
        return function.apply(inputs);
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
