package dev.tenon.nn.registry;

import dev.tenon.core.Ints;
import dev.tenon.nn.Layer;
import dev.tenon.nn.LazyLayer;
import dev.tenon.nn.activation.Activation;
import dev.tenon.nn.activation.Prelu;
import dev.tenon.nn.attention.MultiheadAttention;
import dev.tenon.nn.attention.Transformer;
import dev.tenon.nn.attention.TransformerDecoder;
import dev.tenon.nn.attention.TransformerDecoderLayer;
import dev.tenon.nn.attention.TransformerEncoder;
import dev.tenon.nn.attention.TransformerEncoderLayer;
import dev.tenon.nn.conv.Conv1d;
import dev.tenon.nn.conv.Conv2d;
import dev.tenon.nn.conv.Conv3d;
import dev.tenon.nn.conv.ConvTranspose1d;
import dev.tenon.nn.conv.ConvTranspose2d;
import dev.tenon.nn.conv.ConvTranspose3d;
import dev.tenon.nn.linear.Bilinear;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.loss.AdaptiveLogSoftmaxWithLoss;
import dev.tenon.nn.loss.LinearCrossEntropyLoss;
import dev.tenon.nn.loss.TripletMarginWithDistanceLoss;
import dev.tenon.nn.norm.BatchNorm1d;
import dev.tenon.nn.norm.BatchNorm2d;
import dev.tenon.nn.norm.BatchNorm3d;
import dev.tenon.nn.norm.GroupNorm;
import dev.tenon.nn.norm.InstanceNorm1d;
import dev.tenon.nn.norm.InstanceNorm2d;
import dev.tenon.nn.norm.InstanceNorm3d;
import dev.tenon.nn.norm.LayerNorm;
import dev.tenon.nn.norm.RmsNorm;
import dev.tenon.nn.norm.SyncBatchNorm;
import dev.tenon.nn.pool.FractionalMaxPool2d;
import dev.tenon.nn.pool.FractionalMaxPool3d;
import dev.tenon.nn.recurrent.Gru;
import dev.tenon.nn.recurrent.GruCell;
import dev.tenon.nn.recurrent.Lstm;
import dev.tenon.nn.recurrent.LstmCell;
import dev.tenon.nn.recurrent.Rnn;
import dev.tenon.nn.recurrent.RnnCell;
import dev.tenon.ops.Reduction;
import java.util.Map;
import java.util.function.Function;

/**
 * The layers that are written by hand, those with state above all. A constant is named as PyTorch names the class: the annotation processor reads the
 * names, for a layer of another library that had one of them could not be asked for.
 */
enum StatefulLayer {
    Linear(a -> new Linear(a.integer("in_features"), a.integer("out_features"), a.flag("bias", true))),
    Bilinear(a -> new Bilinear(a.integer("in1_features"), a.integer("in2_features"), a.integer("out_features"), a.flag("bias", true))),
    Identity(_ -> new Activation("Identity", x -> x)),
    PReLU(a -> new Prelu(a.ints("num_parameters", 1).get(0), a.number("init", 0.25))),

    // ---- convolutions -----------------------------------------------------------------------------------------------

    Conv1d(a -> new Conv1d(a.integer("in_channels"), a.integer("out_channels"), _ -> LayerOptions.conv(a))),
    Conv2d(a -> new Conv2d(a.integer("in_channels"), a.integer("out_channels"), _ -> LayerOptions.conv(a))),
    Conv3d(a -> new Conv3d(a.integer("in_channels"), a.integer("out_channels"), _ -> LayerOptions.conv(a))),
    ConvTranspose1d(a -> new ConvTranspose1d(a.integer("in_channels"), a.integer("out_channels"), _ -> LayerOptions.transposed(a))),
    ConvTranspose2d(a -> new ConvTranspose2d(a.integer("in_channels"), a.integer("out_channels"), _ -> LayerOptions.transposed(a))),
    ConvTranspose3d(a -> new ConvTranspose3d(a.integer("in_channels"), a.integer("out_channels"), _ -> LayerOptions.transposed(a))),

    // ---- pools ------------------------------------------------------------------------------------------------------

    FractionalMaxPool2d(a -> new FractionalMaxPool2d(a.ints("kernel_size").toArray(), _ -> LayerOptions.fractional(a))),
    FractionalMaxPool3d(a -> new FractionalMaxPool3d(a.ints("kernel_size").toArray(), _ -> LayerOptions.fractional(a))),

    // ---- normalisation ----------------------------------------------------------------------------------------------

    BatchNorm1d(a -> new BatchNorm1d(a.integer("num_features"), _ -> LayerOptions.batch(a))),
    BatchNorm2d(a -> new BatchNorm2d(a.integer("num_features"), _ -> LayerOptions.batch(a))),
    BatchNorm3d(a -> new BatchNorm3d(a.integer("num_features"), _ -> LayerOptions.batch(a))),
    SyncBatchNorm(a -> {
        a.legacy("process_group");
        return new SyncBatchNorm(a.integer("num_features"), _ -> LayerOptions.batch(a));
    }),
    InstanceNorm1d(a -> new InstanceNorm1d(a.integer("num_features"), _ -> LayerOptions.instance(a))),
    InstanceNorm2d(a -> new InstanceNorm2d(a.integer("num_features"), _ -> LayerOptions.instance(a))),
    InstanceNorm3d(a -> new InstanceNorm3d(a.integer("num_features"), _ -> LayerOptions.instance(a))),
    GroupNorm(a -> new GroupNorm(a.integer("num_groups"), a.integer("num_channels"), a.number("eps", 1e-5), a.flag("affine", true),
        a.flag("bias", true))),
    LayerNorm(a -> new LayerNorm(a.ints("normalized_shape").toArray(), a.number("eps", 1e-5), a.flag("elementwise_affine", true),
        a.flag("bias", true))),
    RMSNorm(a -> new RmsNorm(a.ints("normalized_shape").toArray(), a.numberOrNull("eps"), a.flag("elementwise_affine", true))),

    // ---- embedding --------------------------------------------------------------------------------------------------

    Embedding(Tables::embedding),
    EmbeddingBag(Tables::bag),

    // ---- recurrent layers -------------------------------------------------------------------------------------------

    RNN(a -> new Rnn(a.integer("input_size"), a.integer("hidden_size"), _ -> LayerOptions.rectified(a, LayerOptions.stacked(a)))),
    LSTM(a -> new Lstm(a.integer("input_size"), a.integer("hidden_size"), _ -> LayerOptions.stacked(a))),
    GRU(a -> new Gru(a.integer("input_size"), a.integer("hidden_size"), _ -> LayerOptions.stacked(a))),
    RNNCell(a -> new RnnCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias", true), LayerOptions.nonlinearity(a))),
    LSTMCell(a -> new LstmCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias", true))),
    GRUCell(a -> new GruCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias", true))),

    // ---- attention --------------------------------------------------------------------------------------------------

    MultiheadAttention(a -> new MultiheadAttention(a.integer("embed_dim"), a.integer("num_heads"), _ -> LayerOptions.attention(a))),
    TransformerEncoderLayer(
        a -> new TransformerEncoderLayer(a.integer("d_model"), a.integer("nhead"), _ -> LayerOptions.transformer(a))),
    TransformerDecoderLayer(
        a -> new TransformerDecoderLayer(a.integer("d_model"), a.integer("nhead"), _ -> LayerOptions.transformer(a))),
    TransformerEncoder(a -> {
        // What they say is how padding is skipped, not what comes out.
        a.flag("enable_nested_tensor", true);
        a.flag("mask_check", true);
        return new TransformerEncoder(a.layer("encoder_layer", TransformerEncoderLayer.class), a.integer("num_layers"),
            a.layerOrNull("norm", Layer.class));
    }),
    TransformerDecoder(a -> new TransformerDecoder(a.layer("decoder_layer", TransformerDecoderLayer.class), a.integer("num_layers"),
        a.layerOrNull("norm", Layer.class))),
    Transformer(a -> {
        a.legacy("custom_encoder", "custom_decoder");
        return new Transformer(a.integer("d_model", 512), a.integer("nhead", 8), a.integer("num_encoder_layers", 6),
            a.integer("num_decoder_layers", 6), _ -> LayerOptions.transformer(a));
    }),

    // ---- losses -----------------------------------------------------------------------------------------------------

    AdaptiveLogSoftmaxWithLoss(a -> new AdaptiveLogSoftmaxWithLoss(a.integer("in_features"), a.integer("n_classes"),
        a.ints("cutoffs").toArray(), a.number("div_value", 4), a.flag("head_bias", false))),
    TripletMarginWithDistanceLoss(a -> {
        a.legacy("distance_function");
        return new TripletMarginWithDistanceLoss(a.number("margin", 1), a.flag("swap", false), a.choice("reduction", Reduction.MEAN));
    }),
    LinearCrossEntropyLoss(a -> {
        a.legacy("options");
        return new LinearCrossEntropyLoss(a.integer("in_features"), a.integer("num_classes"), a.ints("out_features", Ints.of()).toArray(),
            a.flag("bias", false), _ -> LayerOptions.crossEntropy(a));
    }),

    // ---- layers that take their sizes from their first input ---------------------------------------------------------

    LazyLinear(a -> LazyLayer.linear(a.integer("out_features"), a.flag("bias", true))),
    LazyConv1d(a -> LazyLayer.conv1d(a.integer("out_channels"), LayerOptions.read(LayerOptions.conv(a)))),
    LazyConv2d(a -> LazyLayer.conv2d(a.integer("out_channels"), LayerOptions.read(LayerOptions.conv(a)))),
    LazyConv3d(a -> LazyLayer.conv3d(a.integer("out_channels"), LayerOptions.read(LayerOptions.conv(a)))),
    LazyConvTranspose1d(a -> LazyLayer.convTranspose1d(a.integer("out_channels"), LayerOptions.read(LayerOptions.transposed(a)))),
    LazyConvTranspose2d(a -> LazyLayer.convTranspose2d(a.integer("out_channels"), LayerOptions.read(LayerOptions.transposed(a)))),
    LazyConvTranspose3d(a -> LazyLayer.convTranspose3d(a.integer("out_channels"), LayerOptions.read(LayerOptions.transposed(a)))),
    LazyBatchNorm1d(a -> LazyLayer.batchNorm1d(LayerOptions.read(LayerOptions.batch(a)))),
    LazyBatchNorm2d(a -> LazyLayer.batchNorm2d(LayerOptions.read(LayerOptions.batch(a)))),
    LazyBatchNorm3d(a -> LazyLayer.batchNorm3d(LayerOptions.read(LayerOptions.batch(a)))),
    LazyInstanceNorm1d(a -> LazyLayer.instanceNorm1d(LayerOptions.read(LayerOptions.batch(a)))),
    LazyInstanceNorm2d(a -> LazyLayer.instanceNorm2d(LayerOptions.read(LayerOptions.batch(a)))),
    LazyInstanceNorm3d(a -> LazyLayer.instanceNorm3d(LayerOptions.read(LayerOptions.batch(a))));

    private final Function<LayerArguments, Layer> made;

    StatefulLayer(Function<LayerArguments, Layer> made) {
        this.made = made;
    }

    /** Adds all rows, whose layers take PyTorch's {@code device} and {@code dtype} beside their own arguments. */
    static void add(Map<String, Function<LayerArguments, Layer>> rows) {
        for (var layer : values()) {
            rows.put(layer.name(), a -> {
                var placement = a.placement();
                // A placement of one's own is a seed of one's own: where nothing is said, the global generator draws as everywhere.
                return a.isPlaced() ? placement.construct(() -> layer.made.apply(a)) : layer.made.apply(a);
            });
        }
    }
}
