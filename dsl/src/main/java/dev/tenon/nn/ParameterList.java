package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Trained tensors in a list, which belong to the layer that holds it under the names 0, 1, 2 and so on. */
public final class ParameterList extends Container {
    private final List<Parameter> parameters = new ArrayList<>();

    public ParameterList(Tensor... initial) {
        this(List.of(initial));
    }

    public ParameterList(List<Tensor> initial) {
        initial.forEach(this::add);
    }

    /** One more at the end. */
    public ParameterList add(Tensor initial) {
        parameters.add(parameter(Integer.toString(parameters.size()), initial));
        return this;
    }

    /** The tensor at a place; negative ones count from the end. Moving the layer puts another one there. */
    public Tensor get(int i) {
        if (i < -parameters.size() || i >= parameters.size()) {
            throw new ArgumentException("ParameterList: there is no parameter " + i + " among " + parameters.size());
        }
        return parameters.get(i < 0 ? i + parameters.size() : i).value();
    }

    public int size() {
        return parameters.size();
    }

    @Override
    protected String extraRepr() {
        return IntStream.range(0, size()).mapToObj(i -> LayerText.parameter(Integer.toString(i), get(i))).collect(Collectors.joining("\n"));
    }
}
