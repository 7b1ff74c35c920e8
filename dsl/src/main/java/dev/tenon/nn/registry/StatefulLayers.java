package dev.tenon.nn.registry;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.LazyLayer;
import dev.tenon.nn.activation.Activation;
import dev.tenon.nn.activation.Prelu;
import dev.tenon.nn.conv.Conv1d;
import dev.tenon.nn.conv.Conv2d;
import dev.tenon.nn.conv.Conv3d;
import dev.tenon.nn.conv.ConvOptions;
import dev.tenon.nn.conv.ConvTranspose1d;
import dev.tenon.nn.conv.ConvTranspose2d;
import dev.tenon.nn.conv.ConvTranspose3d;
import dev.tenon.nn.conv.ConvTransposeOptions;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.embedding.EmbeddingOptions;
import dev.tenon.nn.linear.Bilinear;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.norm.BatchNorm1d;
import dev.tenon.nn.norm.BatchNorm2d;
import dev.tenon.nn.norm.BatchNorm3d;
import dev.tenon.nn.norm.GroupNorm;
import dev.tenon.nn.norm.InstanceNorm1d;
import dev.tenon.nn.norm.InstanceNorm2d;
import dev.tenon.nn.norm.InstanceNorm3d;
import dev.tenon.nn.norm.LayerNorm;
import dev.tenon.nn.norm.NormOptions;
import dev.tenon.nn.norm.RmsNorm;
import dev.tenon.nn.norm.SyncBatchNorm;
import dev.tenon.nn.recurrent.Gru;
import dev.tenon.nn.recurrent.GruCell;
import dev.tenon.nn.recurrent.Lstm;
import dev.tenon.nn.recurrent.LstmCell;
import dev.tenon.nn.recurrent.RecurrentOptions;
import dev.tenon.nn.recurrent.Rnn;
import dev.tenon.nn.recurrent.RnnCell;
import dev.tenon.ops.PaddingMode;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The layers with state, which are written by hand, and the one without an operator. */
final class StatefulLayers implements LayerProvider {
    /** Their names, which the annotation processor reads: a layer of another library that had one of them could not be asked for. */
    static final String NAMES = "Linear Conv1d Conv2d BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm LayerNorm Embedding Bilinear PReLU "
        + "Identity Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d GroupNorm RMSNorm InstanceNorm1d InstanceNorm2d InstanceNorm3d "
        + "RNN LSTM GRU RNNCell LSTMCell GRUCell "
        + "MultiheadAttention TransformerEncoderLayer TransformerDecoderLayer TransformerEncoder TransformerDecoder Transformer "
        + "EmbeddingBag AdaptiveLogSoftmaxWithLoss TripletMarginWithDistanceLoss LinearCrossEntropyLoss "
        + "LazyLinear LazyConv1d LazyConv2d LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d LazyBatchNorm1d "
        + "LazyBatchNorm2d LazyBatchNorm3d LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d";

    @Override
    public void add(Map<String, Function<LayerArguments, Layer>> rows) {
        layers(rows);
        convolutions(rows);
        norms(rows);
        recurrent(rows);
        AttentionLayers.add(rows);
        LossLayers.add(rows);
        lazyLayers(rows);
    }

    private static void lazyLayers(Map<String, Function<LayerArguments, Layer>> rows) {
        rows.put("LazyLinear", a -> LazyLayer.linear(a.integer("out_features"), a.flag("bias", true)));
        rows.put("LazyConv1d", a -> LazyLayer.conv1d(a.integer("out_channels"), always(conv(a))));
        rows.put("LazyConv2d", a -> LazyLayer.conv2d(a.integer("out_channels"), always(conv(a))));
        rows.put("LazyConv3d", a -> LazyLayer.conv3d(a.integer("out_channels"), always(conv(a))));
        rows.put("LazyConvTranspose1d", a -> LazyLayer.convTranspose1d(a.integer("out_channels"), always(transposed(a))));
        rows.put("LazyConvTranspose2d", a -> LazyLayer.convTranspose2d(a.integer("out_channels"), always(transposed(a))));
        rows.put("LazyConvTranspose3d", a -> LazyLayer.convTranspose3d(a.integer("out_channels"), always(transposed(a))));
        rows.put("LazyBatchNorm1d", a -> LazyLayer.batchNorm1d(always(norm(a))));
        rows.put("LazyBatchNorm2d", a -> LazyLayer.batchNorm2d(always(norm(a))));
        rows.put("LazyBatchNorm3d", a -> LazyLayer.batchNorm3d(always(norm(a))));
        rows.put("LazyInstanceNorm1d", a -> LazyLayer.instanceNorm1d(always(norm(a))));
        rows.put("LazyInstanceNorm2d", a -> LazyLayer.instanceNorm2d(always(norm(a))));
        rows.put("LazyInstanceNorm3d", a -> LazyLayer.instanceNorm3d(always(norm(a))));
    }

    /** Options that are read when the layer is declared, not when it is made. */
    private static <O> UnaryOperator<O> always(O options) {
        return _ -> options;
    }

    private static void layers(Map<String, Function<LayerArguments, Layer>> rows) {
        rows.put("Linear", a -> new Linear(a.integer("in_features"), a.integer("out_features"), a.flag("bias", true)));
        rows.put("Conv1d", a -> new Conv1d(a.integer("in_channels"), a.integer("out_channels"), _ -> conv(a)));
        rows.put("Conv2d", a -> new Conv2d(a.integer("in_channels"), a.integer("out_channels"), _ -> conv(a)));
        rows.put("BatchNorm1d", a -> new BatchNorm1d(a.integer("num_features"), o -> norm(a)));
        rows.put("BatchNorm2d", a -> new BatchNorm2d(a.integer("num_features"), o -> norm(a)));
        rows.put("BatchNorm3d", a -> new BatchNorm3d(a.integer("num_features"), o -> norm(a)));
        rows.put("SyncBatchNorm", a -> {
            a.legacy("process_group");
            return new SyncBatchNorm(a.integer("num_features"), o -> norm(a));
        });
        rows.put("LayerNorm", a -> new LayerNorm(a.ints("normalized_shape")
            .toArray(), a.number("eps", 1e-5), a.flag("elementwise_affine", true),
            a.flag("bias", true)));
        rows.put("Embedding", a -> new Embedding(a.integer("num_embeddings"), a.integer("embedding_dim"), _ -> table(a)));
        rows.put("Bilinear", a -> new Bilinear(a.integer("in1_features"), a.integer("in2_features"), a.integer("out_features"),
            a.flag("bias", true)));
        rows.put("PReLU", a -> new Prelu(a.ints("num_parameters", 1).get(0), a.number("init", 0.25)));
        rows.put("Identity", a -> new Activation("Identity", x -> x));
    }

    private static EmbeddingOptions table(LayerArguments a) {
        // Gradients are dense here.
        a.flag("sparse", false);
        a.legacy("_weight", "_freeze");
        return new EmbeddingOptions(a.integerOrNull("padding_idx"), a.numberOrNull("max_norm"), a.number("norm_type", 2),
            a.flag("scale_grad_by_freq", false));
    }

    /** PyTorch's word for zeros. */
    private static PaddingMode paddingMode(LayerArguments a) {
        return a.text("padding_mode", "zeros").equals("zeros") ? PaddingMode.CONSTANT : a.choice("padding_mode", PaddingMode.class);
    }

    static ConvOptions conv(LayerArguments a) {
        boolean same = a.isText("padding") && a.text("padding", "").equals("same");
        var padding = a.isText("padding") ? ConvOptions.DEFAULT.padding() : a.ints("padding", 0);
        return new ConvOptions(a.ints("kernel_size"), a.ints("stride", 1), padding, a.ints("dilation", 1), a.ints("groups", 1)
            .get(0), a.flag("bias", true), same, paddingMode(a));
    }

    private static NormOptions norm(LayerArguments a) {
        return new NormOptions(a.number("eps", 1e-5), a.numberOrNull("momentum", 0.1), a.flag("affine", true),
            a.flag("bias", true), a.flag("track_running_stats", true));
    }

    private static void convolutions(Map<String, Function<LayerArguments, Layer>> rows) {
        rows.put("Conv3d", a -> new Conv3d(a.integer("in_channels"), a.integer("out_channels"), _ -> conv(a)));
        rows.put("ConvTranspose1d", a -> new ConvTranspose1d(a.integer("in_channels"), a.integer("out_channels"), _ -> transposed(a)));
        rows.put("ConvTranspose2d", a -> new ConvTranspose2d(a.integer("in_channels"), a.integer("out_channels"), _ -> transposed(a)));
        rows.put("ConvTranspose3d", a -> new ConvTranspose3d(a.integer("in_channels"), a.integer("out_channels"), _ -> transposed(a)));
    }

    private static ConvTransposeOptions transposed(LayerArguments a) {
        return new ConvTransposeOptions(a.ints("kernel_size"), a.ints("stride", 1), a.ints("padding", 0), a.ints("output_padding", 0),
            a.ints("dilation", 1),
            a.ints("groups", 1).get(0), a.flag("bias", true));
    }

    private static void norms(Map<String, Function<LayerArguments, Layer>> rows) {
        rows.put("GroupNorm", a -> new GroupNorm(a.integer("num_groups"), a.integer("num_channels"), a.number("eps", 1e-5),
            a.flag("affine", true), a.flag("bias", true)));
        rows.put("RMSNorm",
            a -> new RmsNorm(a.ints("normalized_shape").toArray(), a.numberOrNull("eps"), a.flag("elementwise_affine", true)));
        rows.put("InstanceNorm1d", a -> new InstanceNorm1d(a.integer("num_features"), o -> instance(a)));
        rows.put("InstanceNorm2d", a -> new InstanceNorm2d(a.integer("num_features"), o -> instance(a)));
        rows.put("InstanceNorm3d", a -> new InstanceNorm3d(a.integer("num_features"), o -> instance(a)));
    }

    private static NormOptions instance(LayerArguments a) {
        return new NormOptions(a.number("eps", 1e-5), a.numberOrNull("momentum", 0.1), a.flag("affine", false),
            a.flag("bias", true), a.flag("track_running_stats", false));
    }

    // ---- recurrent layers ---------------------------------------------------------------------------------------------------

    private static void recurrent(Map<String, Function<LayerArguments, Layer>> rows) {
        rows.put("RNN", a -> new Rnn(a.integer("input_size"), a.integer("hidden_size"), o -> rectified(a, stacked(a))));
        rows.put("LSTM", a -> new Lstm(a.integer("input_size"), a.integer("hidden_size"), o -> stacked(a)));
        rows.put("GRU", a -> new Gru(a.integer("input_size"), a.integer("hidden_size"), o -> stacked(a)));
        rows.put("RNNCell", a -> new RnnCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias", true),
            rectified(a, RecurrentOptions.DEFAULT).nonlinearity()));
        rows.put("LSTMCell", a -> new LstmCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias", true)));
        rows.put("GRUCell", a -> new GruCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias", true)));
    }

    private static RecurrentOptions stacked(LayerArguments a) {
        return new RecurrentOptions(a.integer("num_layers", 1), a.flag("bias", true), a.flag("batch_first", false), a.number("dropout", 0),
            a.flag("bidirectional", false), a.integer("proj_size", 0), RecurrentOptions.DEFAULT.nonlinearity(), false);
    }

    private static RecurrentOptions rectified(LayerArguments a, RecurrentOptions options) {
        return switch (a.text("nonlinearity", "tanh")) {
            case "tanh" -> options;
            case "relu" -> options.relu();
            default -> throw new ArgumentException("RNN: nonlinearity must be tanh or relu, got " + a.text("nonlinearity", ""));
        };
    }
}
