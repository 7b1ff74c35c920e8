package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Layers by names, under which they belong to the layer that holds it, in the order in which they came.
 *
 * @param <L> what all of them are
 */
public final class ModuleDict<L extends Layer> extends Container {
    private final Map<String, L> layers = new LinkedHashMap<>();

    public ModuleDict() {
        this(Map.of());
    }

    /** Layers in the order of the map. */
    public ModuleDict(Map<String, ? extends L> layers) {
        layers.forEach(this::put);
    }

    /** One more at the end. */
    public ModuleDict<L> put(String name, L layer) {
        child(name, layer);
        layers.put(name, layer);
        return this;
    }

    /**
     * The layer of a name.
     *
     * @throws ArgumentException if there is none; the message lists what there is
     */
    public L get(String name) {
        var layer = layers.get(name);
        if (layer == null) {
            throw new ArgumentException("ModuleDict: there is no '" + name + "'\n  try:   one of " + layers.keySet());
        }
        return layer;
    }

    /** Takes a layer out. */
    void remove(String name) {
        layers.remove(name);
        drop(name);
    }

    public boolean contains(String name) {
        return layers.containsKey(name);
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(layers.keySet());
    }

    public int size() {
        return layers.size();
    }
}
