package dev.tenon.nn.attention;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stack of {@link TransformerDecoderLayer}s, and a last normalisation or none.
 * {@snippet :
 * var decoder = new TransformerDecoder(128, 4, 6, o -> o.normFirst().batchFirst());
 * var output = decoder.forward(target, memory, o -> o.tgtIsCausal(true));
 * }
 */
public final class TransformerDecoder extends TransformerStack<TransformerDecoderLayer> {
    /**
     * Layers of values of their own. Where they normalise first a last normalisation follows, for nothing else would normalise the last sum.
     *
     * @param dModel the size of an element
     * @param heads of the attentions of each layer
     * @param layers how many are stacked
     */
    public TransformerDecoder(long dModel, long heads, long layers, UnaryOperator<TransformerOptions> options) {
        this(dModel, heads, layers, options.apply(TransformerOptions.DEFAULT));
    }

    private TransformerDecoder(long dModel, long heads, long layers, TransformerOptions options) {
        this(Copies.of(layers, () -> new TransformerDecoderLayer(dModel, heads, options)),
            last(dModel, options));
    }

    /** Copies of a layer, which all begin with its values. */
    public TransformerDecoder(TransformerDecoderLayer layer, long layers, @Nullable Layer norm) {
        this(Copies.of(layers, layer::copy), norm);
    }

    TransformerDecoder(List<TransformerDecoderLayer> layers, @Nullable Layer norm) {
        super(layers, norm);
    }

    /** The output of a sequence over a memory, which both are seen whole unless the layers are causal. */
    public Tensor forward(Tensor tgt, Tensor memory) {
        return call(tgt, memory);
    }

    /**
     * The output of a sequence over a memory under these masks, which every layer has.
     *
     * @param tgt {@code [length, batch, dModel]}, with batchFirst {@code [batch, length, dModel]}, without a batch {@code [length, dModel]}
     * @param memory in the same layout, of any length
     */
    public Tensor forward(Tensor tgt, Tensor memory, UnaryOperator<TargetMasks> masks) {
        var given = masks.apply(TargetMasks.NONE);
        return calling(List.of(tgt, memory), in -> List.of(masked(in.get(0), in.get(1), given))).getFirst();
    }

    private Tensor masked(Tensor tgt, Tensor memory, TargetMasks masks) {
        return through(tgt, (layer, x) -> layer.under(x, memory, masks));
    }

    /** The output of a sequence over a memory, and behind them as many of the masks as are given, in the order of {@link TargetMasks}. */
    @Override
    protected List<Tensor> outputs(List<Tensor> inputs) {
        if (inputs.size() < 2 || inputs.size() > 6) {
            throw new ArgumentException(
                "TransformerDecoder: takes a sequence and a memory, and behind them up to four masks, got " + inputs.size() + " tensors");
        }
        return List.of(inputs.size() == 2 ? through(inputs.get(0), (layer, x) -> layer.call(x, inputs.get(1)))
            : masked(inputs.get(0), inputs.get(1), TargetMasks.behind(inputs, 2)));
    }
}
