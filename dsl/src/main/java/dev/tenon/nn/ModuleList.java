package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Layers in a list, which belong to the layer that holds it under the names 0, 1, 2 and so on.
 * {@snippet :
 * final ModuleList<Linear> layers = ModuleList.of(4, i -> new Linear(16, 16));
 *
 * public Tensor forward(Tensor input) {
 *     var value = input;
 *     for (var layer : layers) {
 *         value = layer.call(value).relu();
 *     }
 *     return value;
 * }
 * }
 *
 * @param <L> what all of them are
 */
public final class ModuleList<L extends Layer> extends Container implements Iterable<L> {
    private final List<L> layers = new ArrayList<>();

    @SafeVarargs
    public ModuleList(L... layers) {
        for (var layer : layers) {
            add(layer);
        }
    }

    public ModuleList(List<? extends L> layers) {
        layers.forEach(this::add);
    }

    /** As many layers as are wanted, each made for its place. */
    public static <L extends Layer> ModuleList<L> of(int count, IntFunction<? extends L> made) {
        var list = new ModuleList<L>(List.of());
        for (int i = 0; i < count; i++) {
            list.add(made.apply(i));
        }
        return list;
    }

    /** One more at the end. */
    public ModuleList<L> add(L layer) {
        child(Integer.toString(layers.size()), layer);
        layers.add(layer);
        return this;
    }

    /** The layer at a place; negative ones count from the end. */
    public L get(int i) {
        if (i < -layers.size() || i >= layers.size()) {
            throw new ArgumentException("ModuleList: there is no layer " + i + " among " + layers.size());
        }
        return layers.get(i < 0 ? i + layers.size() : i);
    }

    public int size() {
        return layers.size();
    }

    @Override
    public Iterator<L> iterator() {
        return Collections.unmodifiableList(layers).iterator();
    }

    @Override
    public String toString() {
        return LayerText.list(typeName(), children());
    }
}
