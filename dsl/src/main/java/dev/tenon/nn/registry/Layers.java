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
    /** Names that several libraries have, so that they mean none of the layers. */
    private static final Set<String> AMBIGUOUS = new TreeSet<>();

    static {
        add(StatefulLayer::add);
        ServiceLoader.load(LayerProvider.class, Layers.class.getClassLoader()).forEach(Layers::add);
    }

    private static void add(LayerProvider provider) {
        var layers = new TreeMap<String, Function<LayerArguments, Layer>>();
        provider.add(layers);
        layers.forEach((name, factory) -> {
            if (BY_NAME.putIfAbsent(name, factory) != null) {
                AMBIGUOUS.add(name);
            }
        });
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
     * @throws ArgumentException if there is no such layer or argument, or two libraries have the layer
     */
    public static Layer create(String name, Map<String, ? extends @Nullable Object> arguments) {
        var factory = BY_NAME.get(name);
        if (factory == null) {
            throw new ArgumentException("layer: there is no '" + name + "'\n  try:   one of " + BY_NAME.keySet());
        }
        if (AMBIGUOUS.contains(name)) {
            throw new ArgumentException("layer: '" + name + "' is there several times\n  try:   the class that you mean, in Java");
        }
        var taken = new LayerArguments(name, arguments);
        var layer = factory.apply(taken);
        taken.requireAllUsed();
        return layer;
    }
}
