package dev.tenon.nn.registry;

import dev.tenon.nn.Layer;
import java.util.Map;
import java.util.function.Function;

/** What has layers that {@link Layers} makes by name; found by {@link java.util.ServiceLoader}. A library's is generated. */
public interface LayerProvider {
    /**
     * Adds its layers.
     *
     * @param rows by name, what makes a layer of its arguments
     */
    void add(Map<String, Function<LayerArguments, Layer>> rows);
}
