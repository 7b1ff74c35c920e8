package dev.tenon.nn.attention;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.nn.MultiLayer;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.dropout.Dropout;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.norm.LayerNorm;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the layers of encoders and decoders share: attention and behind it two linear maps, each with normalisation, dropout and a sum with its input. */
abstract sealed class TransformerLayer extends MultiLayer permits TransformerEncoderLayer, TransformerDecoderLayer {
    final long dModel;
    final long heads;
    final TransformerOptions options;
    private final List<MultiheadAttention> attentions = new ArrayList<>();
    private final Linear first;
    private final Dropout between;
    private final Linear second;
    private final List<LayerNorm> norms = new ArrayList<>();
    private final List<Dropout> dropouts = new ArrayList<>();

    TransformerLayer(long dModel, long heads, TransformerOptions options, String... attentionNames) {
        Sizes.requirePositive(getClass().getSimpleName(), "dModel", dModel);
        Sizes.requirePositive(getClass().getSimpleName(), "dimFeedforward", options.dimFeedforward());
        this.dModel = dModel;
        this.heads = heads;
        this.options = options;
        for (var name : attentionNames) {
            attentions.add(child(name, new MultiheadAttention(dModel, heads, new AttentionOptions(options.dropout(), options.bias(), false,
                false, null, null, options.isBatchFirst(), options.isCausal()))));
        }
        this.first = child("linear1", new Linear(dModel, options.dimFeedforward(), options.bias()));
        this.between = child("dropout", new Dropout(options.dropout()));
        this.second = child("linear2", new Linear(options.dimFeedforward(), dModel, options.bias()));
        for (int i = 1; i <= attentionNames.length + 1; i++) {
            norms.add(child("norm" + i, new LayerNorm(new long[] {dModel}, options.layerNormEps(), true, options.bias())));
        }
        for (int i = 1; i <= attentionNames.length + 1; i++) {
            dropouts.add(child("dropout" + i, new Dropout(options.dropout())));
        }
    }

    final MultiheadAttention attention(int i) {
        return attentions.get(i);
    }

    /** One part with its normalisation, dropout and sum. */
    final Tensor part(int i, Tensor input, UnaryOperator<Tensor> body) {
        var norm = norms.get(i);
        var dropout = dropouts.get(i);
        return options.isNormFirst() ? input.add(dropout.call(body.apply(norm.call(input))))
            : norm.call(input.add(dropout.call(body.apply(input))));
    }

    /** The last part. */
    final Tensor linear(Tensor input) {
        return part(norms.size() - 1, input,
            x -> second.call(between.call(options.activation().apply(first.call(x)))));
    }

    final DType dtype() {
        return first.weight().dtype();
    }

    final Device device() {
        return first.weight().device();
    }
}
