package dev.tenon.samples.bench;

import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Sequential;
import dev.tenon.nn.attention.TransformerEncoderLayer;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.norm.LayerNorm;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A language model of causal transformer layers: tokens {@code [b, t]} to logits {@code [b, tokens, t]}. */
final class Gpt extends Layer {
    private final Embedding tokens;
    private final Embedding places;
    private final List<TransformerEncoderLayer> layers = new ArrayList<>();
    private final LayerNorm norm;
    private final Linear head;

    Gpt(long vocabulary, long width, long length, int depth, long heads) {
        tokens = new Embedding(vocabulary, width);
        places = new Embedding(length, width);
        for (int i = 0; i < depth; i++) {
            layers.add(new TransformerEncoderLayer(width, heads,
                o -> o.dimFeedforward(4 * width).dropout(0).gelu().batchFirst().normFirst()));
        }
        child("layers", new Sequential(layers));
        norm = new LayerNorm(width);
        head = new Linear(width, vocabulary);
    }

    @Override
    public Tensor forward(Tensor input) {
        var x = tokens.forward(input).add(places.forward(positions(input.size(1), input.device())));
        for (var layer : layers) {
            x = layer.forward(x, o -> o.isCausal(true));
        }
        return head.forward(norm.forward(x)).transpose(1, 2);
    }

    private static Tensor positions(long length, Device device) {
        return Creation.arange(0, length, 1, null, device);
    }
}
