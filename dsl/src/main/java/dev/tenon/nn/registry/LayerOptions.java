package dev.tenon.nn.registry;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Doubles;
import dev.tenon.core.Ints;
import dev.tenon.nn.attention.AttentionOptions;
import dev.tenon.nn.attention.TransformerOptions;
import dev.tenon.nn.conv.ConvOptions;
import dev.tenon.nn.conv.ConvTransposeOptions;
import dev.tenon.nn.loss.CrossEntropyLossOptions;
import dev.tenon.nn.norm.NormOptions;
import dev.tenon.nn.pool.FractionalMaxPoolOptions;
import dev.tenon.nn.recurrent.RecurrentOptions;
import dev.tenon.ops.Nonlinearity;
import dev.tenon.ops.PaddingMode;
import dev.tenon.ops.Reduction;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;

/** The options of layers with state, from arguments by PyTorch's names. */
final class LayerOptions {
    private static final long IGNORED = -100;

    private LayerOptions() {}

    /** Options that are read when the layer is declared, not when it is made. */
    static <O> UnaryOperator<O> read(O options) {
        return _ -> options;
    }

    // ---- convolutions -----------------------------------------------------------------------------------------------

    static ConvOptions conv(LayerArguments a) {
        boolean isSame = a.isText("padding") && a.text("padding", "").equals("same");
        if (a.isText("padding") && !isSame && !a.text("padding", "").equals("valid")) {
            throw new ArgumentException("padding must be same, valid, an integer or a list of them, got " + a.text("padding", ""));
        }
        var padding = a.isText("padding") ? ConvOptions.DEFAULT.padding() : a.ints("padding", 0);
        return new ConvOptions(a.ints("kernel_size"), a.ints("stride", 1), padding, a.ints("dilation", 1), a.ints("groups", 1).get(0),
            a.flag("bias", true), isSame, paddingMode(a));
    }

    /** PyTorch's word for zeros is another. */
    private static PaddingMode paddingMode(LayerArguments a) {
        return a.text("padding_mode", "zeros").equals("zeros") ? PaddingMode.CONSTANT : a.choice("padding_mode", PaddingMode.class);
    }

    static ConvTransposeOptions transposed(LayerArguments a) {
        if (paddingMode(a) != PaddingMode.CONSTANT) {
            throw new ArgumentException("padding_mode must be zeros, which is all that a transposed convolution has, got "
                + a.text("padding_mode", ""));
        }
        return new ConvTransposeOptions(a.ints("kernel_size"), a.ints("stride", 1), a.ints("padding", 0), a.ints("output_padding", 0),
            a.ints("dilation", 1), a.ints("groups", 1).get(0), a.flag("bias", true));
    }

    // ---- pools ------------------------------------------------------------------------------------------------------

    static FractionalMaxPoolOptions fractional(LayerArguments a) {
        var size = a.intsOrNull("output_size");
        var ratio = a.numbersOrNull("output_ratio");
        return new FractionalMaxPoolOptions(size, ratio == null ? null : Doubles.of(ratio), a.flag("return_indices", false),
            a.tensor("_random_samples"));
    }

    // ---- normalisation ----------------------------------------------------------------------------------------------

    static NormOptions batch(LayerArguments a) {
        return norm(a, true);
    }

    static NormOptions instance(LayerArguments a) {
        return norm(a, false);
    }

    private static NormOptions norm(LayerArguments a, boolean learns) {
        return new NormOptions(a.number("eps", 1e-5), a.numberOrNull("momentum", 0.1), a.flag("affine", learns), a.flag("bias", true),
            a.flag("track_running_stats", learns));
    }

    // ---- recurrent layers -------------------------------------------------------------------------------------------

    static RecurrentOptions stacked(LayerArguments a) {
        return new RecurrentOptions(a.integer("num_layers", 1), a.flag("bias", true), a.flag("batch_first", false), a.number("dropout", 0),
            a.flag("bidirectional", false), a.integer("proj_size", 0), RecurrentOptions.DEFAULT.nonlinearity(), false);
    }

    static RecurrentOptions rectified(LayerArguments a, RecurrentOptions options) {
        return nonlinearity(a) == Nonlinearity.RELU ? options.relu() : options;
    }

    static Nonlinearity nonlinearity(LayerArguments a) {
        return a.choice("nonlinearity", Nonlinearity.TANH);
    }

    // ---- attention --------------------------------------------------------------------------------------------------

    static AttentionOptions attention(LayerArguments a) {
        return new AttentionOptions(a.number("dropout", 0), a.flag("bias", true), a.flag("add_bias_kv", false),
            a.flag("add_zero_attn", false), a.integerOrNull("kdim"), a.integerOrNull("vdim"), a.flag("batch_first", false), false);
    }

    static TransformerOptions transformer(LayerArguments a) {
        return new TransformerOptions(a.integer("dim_feedforward", 2048), a.number("dropout", 0.1), activation(a),
            a.number("layer_norm_eps", 1e-5), a.flag("batch_first", false), a.flag("norm_first", false), a.flag("bias", true), false);
    }

    private static UnaryOperator<Tensor> activation(LayerArguments a) {
        return switch (a.text("activation", "relu")) {
            case "relu" -> Ops::relu;
            case "gelu" -> Ops::gelu;
            default -> throw new ArgumentException("activation must be relu or gelu, got " + a.text("activation", ""));
        };
    }

    // ---- losses -----------------------------------------------------------------------------------------------------

    static CrossEntropyLossOptions crossEntropy(LayerArguments a) {
        return new CrossEntropyLossOptions(a.tensor("weight"), a.integer("ignore_index", IGNORED),
            a.choice("reduction", Reduction.MEAN), a.number("label_smoothing", 0));
    }
}
