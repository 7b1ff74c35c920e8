package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** A layer and all within it, with what each holds by its path. */
final class LayerTree {
    private final Layer root;

    LayerTree(Layer root) {
        this.root = root;
    }

    /** Calls {@code visitor} with each layer's prefix, which is empty or ends in a dot, outer ones first. */
    void visit(BiConsumer<String, Layer> visitor) {
        visit("", root, visitor);
    }

    private static void visit(String prefix, Layer layer, BiConsumer<String, Layer> visitor) {
        visitor.accept(prefix, layer);
        layer.children().forEach((name, child) -> visit(prefix + name + ".", child, visitor));
    }

    private static <T> Set<T> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<T, Boolean>());
    }

    Map<String, Layer> layers() {
        var named = new LinkedHashMap<String, Layer>();
        var seen = LayerTree.<Layer>identities();
        visit((prefix, layer) -> {
            if (seen.add(layer)) {
                named.put(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1), layer);
            }
        });
        return named;
    }

    Layer layer(String path) {
        var layer = root;
        for (var name : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            var children = layer.children();
            var child = children.get(name);
            if (child == null) {
                throw new ArgumentException("layer: there is no '" + name + "' on the way to '" + path + "'\n  try:   "
                    + (children.isEmpty() ? "a shorter path: " + layer.label() + " has no layers within" : "one of " + children.keySet()));
            }
            layer = child;
        }
        return layer;
    }

    Map<String, Tensor> parameters() {
        var named = new LinkedHashMap<String, Tensor>();
        var seen = LayerTree.<Tensor>identities();
        visit((prefix, layer) -> layer.known("parameters").ownParameters().values().forEach(parameter -> {
            if (seen.add(parameter.value())) {
                named.put(prefix + parameter.name(), parameter.value());
            }
        }));
        return named;
    }

    /** The parameters that patterns of their names mean; each must mean one at least. */
    Map<String, Tensor> matching(String caller, String... patterns) {
        var all = parameters();
        var chosen = new LinkedHashMap<String, Tensor>();
        for (var pattern : patterns) {
            chosen.putAll(StateNames.matching(caller, pattern, all));
        }
        return chosen;
    }

    Parameter parameter(String caller, String path) {
        int dot = path.lastIndexOf('.');
        var parameter = layer(dot < 0 ? "" : path.substring(0, dot)).ownParameters().get(path.substring(dot + 1));
        if (parameter == null) {
            throw new ArgumentException(caller + ": there is no parameter '" + path + "'\n  try:   one of "
                + StateNames.listed(parameters().keySet()));
        }
        return parameter;
    }

    Map<String, Tensor> buffers() {
        var named = new LinkedHashMap<String, Tensor>();
        visit((prefix, layer) -> layer.known("buffers").ownBuffers().values()
            .forEach(buffer -> named.put(prefix + buffer.name(), buffer.value())));
        return named;
    }

    Map<String, Generator> generators() {
        var named = new LinkedHashMap<String, Generator>();
        visit((prefix, layer) -> layer.ownGenerators().forEach((name, generator) -> named.put(prefix + name, generator)));
        return named;
    }

    Map<String, Tensor> state() {
        var state = new LinkedHashMap<String, Tensor>();
        visit((prefix, layer) -> {
            layer.known("stateDict").ownParameters().values().forEach(parameter -> state.put(prefix + parameter.name(), parameter.value()));
            layer.ownBuffers().values().forEach(buffer -> state.put(prefix + buffer.name(), buffer.value()));
        });
        return state;
    }

    /** Puts other tensors in the places of all parameters and buffers; one that two layers share stays shared. */
    void replace(UnaryOperator<Tensor> change) {
        var held = new ArrayList<Parameter>();
        visit((_, layer) -> {
            held.addAll(layer.known("to").ownParameters().values());
            held.addAll(layer.ownBuffers().values());
        });
        var changed = new IdentityHashMap<Tensor, Tensor>();
        for (var parameter : held) {
            parameter.replace(changed.computeIfAbsent(parameter.value(), value -> {
                var moved = change.apply(value.detach());
                return moved.sharesStorage(value) ? value : moved;
            }));
        }
    }
}
