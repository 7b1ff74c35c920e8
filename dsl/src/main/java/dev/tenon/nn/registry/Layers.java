package dev.tenon.nn.registry;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Layer;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Layers by PyTorch's class names and arguments: for conformance tests and for readers of other programs' networks. */
public final class Layers {
    private static final Map<String, Function<LayerArguments, Layer>> BY_NAME = new TreeMap<>();

    static {
        new StatefulLayers().add(BY_NAME);
        ServiceLoader.load(LayerProvider.class, Layers.class.getClassLoader()).forEach(provider -> provider.add(BY_NAME));
    }

    private Layers() {}

    /** The names that {@link #create} knows. */
    public static Set<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }

    /**
     * Constructs a layer.
     *
     * @param name PyTorch's class name, such as {@code Conv2d}
     * @param arguments by PyTorch's parameter names; absent ones have PyTorch's defaults
     * @throws ArgumentException if there is no such layer or argument
     */
    public static Layer create(String name, Map<String, ? extends @Nullable Object> arguments) {
        var factory = BY_NAME.get(name);
        if (factory == null) {
            throw new ArgumentException("layer: there is no '" + name + "'\n  try:   one of " + BY_NAME.keySet());
        }
        var taken = new LayerArguments(name, arguments);
        var layer = factory.apply(taken);
        taken.requireAllUsed();
        return layer;
    }
}
