package dev.tenon.nn;

import dev.tenon.nn.registry.Layers;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Layers one after the other. */
public final class Sequential extends UnaryLayer {
    private final Layer[] layers;

    /** Layers named 0, 1, 2 and so on. */
    public Sequential(Layer... layers) {
        this(List.of(layers));
    }

    /** Layers named 0, 1, 2 and so on. */
    public Sequential(List<? extends Layer> layers) {
        this.layers = layers.toArray(new Layer[0]);
        for (int i = 0; i < this.layers.length; i++) {
            child(Integer.toString(i), this.layers[i]);
        }
    }

    /** Layers with these names, in the map's order. */
    public Sequential(Map<String, ? extends Layer> layers) {
        this.layers = layers.values().toArray(new Layer[0]);
        layers.forEach(this::child);
    }

    @Override
    protected Tensor output(Tensor input) {
        var value = input;
        for (var layer : layers) {
            value = layer.call(value);
        }
        return value;
    }

    public int size() {
        return layers.length;
    }

    /** The layer at place {@code i}. */
    public Layer layer(int i) {
        return layers[i];
    }
}
