package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
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
        layers();
        BY_NAME.putAll(SpatialLayers.BY_NAME);
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

    private static void layers() {
        BY_NAME.put("Linear", a -> new Linear(a.integer("in_features"), a.integer("out_features"), a.flag("bias", true)));
        BY_NAME.put("Conv1d", a -> new Conv1d(a.integer("in_channels"), a.integer("out_channels"), conv(a)));
        BY_NAME.put("Conv2d", a -> new Conv2d(a.integer("in_channels"), a.integer("out_channels"), conv(a)));
        BY_NAME.put("BatchNorm1d", a -> new BatchNorm1d(a.integer("num_features"), o -> norm(a)));
        BY_NAME.put("BatchNorm2d", a -> new BatchNorm2d(a.integer("num_features"), o -> norm(a)));
        BY_NAME.put("LayerNorm", a -> new LayerNorm(a.ints("normalized_shape")
            .toArray(), a.number("eps", 1e-5), a.flag("elementwise_affine", true),
            a.flag("bias", true)));
        BY_NAME.put("Embedding", a -> new Embedding(a.integer("num_embeddings"), a.integer("embedding_dim"),
            a.integerOrNull("padding_idx")));
        BY_NAME.put("Bilinear", a -> new Bilinear(a.integer("in1_features"), a.integer("in2_features"), a.integer("out_features"),
            a.flag("bias", true)));
        BY_NAME.put("PReLU", a -> new Prelu(a.ints("num_parameters", 1).get(0), a.number("init", 0.25)));
        BY_NAME.put("Identity", a -> new Activation("Identity", x -> x));
    }

    static ConvOptions conv(LayerArguments a) {
        boolean same = a.isText("padding") && a.text("padding", "").equals("same");
        var padding = a.isText("padding") ? ConvOptions.DEFAULT.padding() : a.ints("padding", 0);
        return new ConvOptions(a.ints("kernel_size"), a.ints("stride", 1), padding, a.ints("dilation", 1), a.ints("groups", 1)
            .get(0), a.flag("bias", true), same);
    }

    private static NormOptions norm(LayerArguments a) {
        return new NormOptions(a.number("eps", 1e-5), a.numberOrNull("momentum", 0.1), a.flag("affine", true),
            a.flag("track_running_stats", true));
    }
}
