package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.ops.Gelu;
import dev.tenon.ops.KlReduction;
import dev.tenon.ops.Reduction;
import java.util.Map;
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
        pools();
        activations();
        shrinkingActivations();
        losses();
        BY_NAME.putAll(SpatialLayers.BY_NAME);
        BY_NAME.putAll(JoinedLayers.BY_NAME);
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
        BY_NAME.put("Dropout", a -> new Dropout(a.number("p", 0.5)));
        BY_NAME.put("Embedding", a -> new Embedding(a.integer("num_embeddings"), a.integer("embedding_dim"),
            a.integerOrNull("padding_idx")));
        BY_NAME.put("Flatten", a -> new Flatten(a.ints("start_dim", 1).get(0), a.ints("end_dim", -1).get(0)));
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

    private static void pools() {
        BY_NAME.put("MaxPool2d", a -> new MaxPool2d(a.ints("kernel_size"), new PoolOptions(a.intsOrNull("stride"), a.ints("padding", 0),
            a.ints("dilation", 1), a.flag("ceil_mode", false), true, null)));
        BY_NAME.put("AvgPool2d", a -> new AvgPool2d(a.ints("kernel_size"), new PoolOptions(a.intsOrNull("stride"), a.ints("padding", 0),
            PoolOptions.DEFAULT.dilation(), a.flag("ceil_mode", false), a.flag("count_include_pad", true),
            a.integerOrNull("divisor_override"))));
        BY_NAME.put("AdaptiveAvgPool2d", a -> new AdaptiveAvgPool2d(a.ints("output_size")));
    }

    private static void activations() {
        BY_NAME.put("ReLU", a -> Activations.relu());
        BY_NAME.put("ReLU6", a -> Activations.relu6());
        BY_NAME.put("LeakyReLU", a -> Activations.leakyRelu(a.number("negative_slope", 0.01)));
        BY_NAME.put("ELU", a -> Activations.elu(a.number("alpha", 1)));
        BY_NAME.put("SELU", a -> Activations.selu());
        BY_NAME.put("CELU", a -> Activations.celu(a.number("alpha", 1)));
        BY_NAME.put("GELU", a -> Activations.gelu(a.choice("approximate", Gelu.Approximate.NONE)));
        BY_NAME.put("SiLU", a -> Activations.silu());
        BY_NAME.put("Mish", a -> Activations.mish());
        BY_NAME.put("Softplus", a -> Activations.softplus(a.number("beta", 1), a.number("threshold", 20)));
        BY_NAME.put("Softsign", a -> Activations.softsign());
        BY_NAME.put("Hardtanh", a -> Activations.hardtanh(a.number("min_val", -1), a.number("max_val", 1)));
        BY_NAME.put("Hardswish", a -> Activations.hardswish());
        BY_NAME.put("Hardsigmoid", a -> Activations.hardsigmoid());
        BY_NAME.put("LogSigmoid", a -> Activations.logSigmoid());
        BY_NAME.put("Tanh", a -> Activations.tanh());
        BY_NAME.put("Sigmoid", a -> Activations.sigmoid());
        BY_NAME.put("Softmax", a -> Activations.softmax(a.integer("dim")));
        BY_NAME.put("LogSoftmax", a -> Activations.logSoftmax(a.integer("dim")));
    }

    private static void shrinkingActivations() {
        BY_NAME.put("PReLU", a -> new Prelu(a.ints("num_parameters", 1).get(0), a.number("init", 0.25)));
        BY_NAME.put("GLU", a -> Activations.glu(a.ints("dim", -1).get(0)));
        BY_NAME.put("Tanhshrink", a -> Activations.tanhshrink());
        BY_NAME.put("Softshrink", a -> Activations.softshrink(a.number("lambd", 0.5)));
        BY_NAME.put("Hardshrink", a -> Activations.hardshrink(a.number("lambd", 0.5)));
        BY_NAME.put("Threshold", a -> Activations.threshold(a.number("threshold", 0), a.number("value", 0)));
        BY_NAME.put("Softmin", a -> Activations.softmin(a.integer("dim")));
    }

    private static void losses() {
        loss("MSELoss", a -> Losses.mse(reduction(a)));
        loss("L1Loss", a -> Losses.l1(reduction(a)));
        loss("SmoothL1Loss", a -> Losses.smoothL1(reduction(a), a.number("beta", 1)));
        loss("HuberLoss", a -> Losses.huber(reduction(a), a.number("delta", 1)));
        loss("BCELoss", a -> Losses.binaryCrossEntropy(reduction(a), a.tensor("weight")));
        loss("BCEWithLogitsLoss", a -> Losses.binaryCrossEntropyWithLogits(reduction(a), a.tensor("weight"), a.tensor("pos_weight")));
        loss("KLDivLoss", a -> Losses.klDiv(a.choice("reduction", KlReduction.MEAN), a.flag("log_target", false)));
        loss("CrossEntropyLoss", a -> Losses.crossEntropy(o -> classes(a).labelSmoothing(a.number("label_smoothing", 0))));
        loss("NLLLoss", a -> Losses.nll(o -> classes(a)));
    }

    private static void loss(String name, Function<LayerArguments, Loss> factory) {
        BY_NAME.put(name, a -> new LossLayer(name, factory.apply(a)));
    }

    static Reduction reduction(LayerArguments a) {
        return a.choice("reduction", Reduction.MEAN);
    }

    private static CrossEntropyOptions classes(LayerArguments a) {
        return new CrossEntropyOptions(a.tensor("weight"), a.ints("ignore_index", -100).get(0), reduction(a), 0);
    }
}
