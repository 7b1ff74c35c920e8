package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Trained tensors by names, under which they belong to the layer that holds it. */
public final class ParameterDict extends Container {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    public ParameterDict() {
        this(Map.of());
    }

    /** Tensors in the order of the map. */
    public ParameterDict(Map<String, Tensor> initial) {
        initial.forEach(this::put);
    }

    /** One more at the end. */
    public ParameterDict put(String name, Tensor initial) {
        parameters.put(name, parameter(name, initial));
        return this;
    }

    /**
     * The tensor of a name. Moving the layer puts another one there.
     *
     * @throws ArgumentException if there is none; the message lists what there is
     */
    public Tensor get(String name) {
        var parameter = parameters.get(name);
        if (parameter == null) {
            throw new ArgumentException("ParameterDict: there is no '" + name + "'\n  try:   one of " + parameters.keySet());
        }
        return parameter.value();
    }

    public boolean contains(String name) {
        return parameters.containsKey(name);
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(parameters.keySet());
    }

    public int size() {
        return parameters.size();
    }

    @Override
    protected String extraRepr() {
        return parameters.keySet().stream().map(name -> LayerText.parameter(name, get(name))).collect(Collectors.joining("\n"));
    }
}
