package dev.tenon.nn.registry;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.attention.AttentionOptions;
import dev.tenon.nn.attention.MultiheadAttention;
import dev.tenon.nn.attention.Transformer;
import dev.tenon.nn.attention.TransformerDecoder;
import dev.tenon.nn.attention.TransformerDecoderLayer;
import dev.tenon.nn.attention.TransformerEncoder;
import dev.tenon.nn.attention.TransformerEncoderLayer;
import dev.tenon.nn.attention.TransformerOptions;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Attention and transformers, a part of {@link StatefulLayers}. */
final class AttentionLayers {
    private AttentionLayers() {}

    static void add(Map<String, Function<LayerArguments, Layer>> rows) {
        rows.put("MultiheadAttention", a -> new MultiheadAttention(a.integer("embed_dim"), a.integer("num_heads"), _ -> attention(a)));
        rows.put("TransformerEncoderLayer",
            a -> new TransformerEncoderLayer(a.integer("d_model"), a.integer("nhead"), _ -> transformer(a)));
        rows.put("TransformerDecoderLayer",
            a -> new TransformerDecoderLayer(a.integer("d_model"), a.integer("nhead"), _ -> transformer(a)));
        rows.put("TransformerEncoder", a -> {
            // What they say is how padding is skipped, not what comes out.
            a.flag("enable_nested_tensor", true);
            a.flag("mask_check", true);
            return new TransformerEncoder(a.layer("encoder_layer", TransformerEncoderLayer.class), a.integer("num_layers"),
                a.layerOrNull("norm", Layer.class));
        });
        rows.put("TransformerDecoder", a -> new TransformerDecoder(a.layer("decoder_layer", TransformerDecoderLayer.class),
            a.integer("num_layers"), a.layerOrNull("norm", Layer.class)));
        rows.put("Transformer", a -> {
            a.legacy("custom_encoder", "custom_decoder");
            return new Transformer(a.integer("d_model", 512), a.integer("nhead", 8), a.integer("num_encoder_layers", 6),
                a.integer("num_decoder_layers", 6), _ -> transformer(a));
        });
    }

    private static AttentionOptions attention(LayerArguments a) {
        return new AttentionOptions(a.number("dropout", 0), a.flag("bias", true), a.flag("add_bias_kv", false),
            a.flag("add_zero_attn", false), a.integerOrNull("kdim"), a.integerOrNull("vdim"), a.flag("batch_first", false), false);
    }

    private static TransformerOptions transformer(LayerArguments a) {
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
}
