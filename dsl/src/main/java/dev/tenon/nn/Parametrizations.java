package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of one layer that are made of others, and what they are made of: a layer within, under PyTorch's name. */
final class Parametrizations {
    private static final String NAME = "parametrizations";

    private final Layer layer;
    private final Map<String, Parameter> made = new LinkedHashMap<>();
    private @Nullable ModuleDict<ParametrizationList> lists;

    Parametrizations(Layer layer) {
        this.layer = layer;
    }

    boolean isEmpty() {
        return made.isEmpty();
    }

    /** Takes a parameter out of those of the layer and makes it of others. */
    void add(String name, Parametrization parametrization, Map<String, Parameter> parameters) {
        var parameter = parameters.get(name);
        if (parameter == null) {
            throw new ArgumentException("parametrize: " + layer.label() + " has no parameter '" + name + "' of its own\n  try:   one of "
                + parameters.keySet());
        }
        var list = new ParametrizationList(parametrization, parameter.value());
        if (lists == null) {
            lists = layer.child(NAME, new ModuleDict<>());
        }
        lists.put(name, list);
        parameters.remove(name);
        made.put(name, parameter);
        parameter.madeBy(list::value);
    }

    /** Puts a parameter with its present value back among those of the layer. */
    void remove(String name, Map<String, Parameter> parameters) {
        var parameter = made.remove(name);
        if (parameter == null || lists == null) {
            throw new ArgumentException("removeParametrization: " + layer.label() + " has no parametrization of '" + name + "'");
        }
        var value = parameter.value().detach();
        parameter.madeBy(null);
        parameter.replace(value);
        parameters.put(name, parameter);
        lists.remove(name);
        if (lists.size() == 0) {
            layer.drop(NAME);
            lists = null;
        }
    }
}
