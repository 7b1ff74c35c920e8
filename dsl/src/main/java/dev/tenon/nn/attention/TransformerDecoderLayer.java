package dev.tenon.nn.attention;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A layer of a transformer's decoder: attention of a sequence to itself, attention to a memory, then two linear maps with an activation between them.
 * {@snippet :
 * var layer = new TransformerDecoderLayer(128, 4, o -> o.dimFeedforward(512).batchFirst());
 * var output = layer.forward(target, memory, o -> o.tgtIsCausal(true).memoryKeyPaddingMask(padding));
 * }
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017)</a>
 */
public final class TransformerDecoderLayer extends TransformerLayer {
    public TransformerDecoderLayer(long dModel, long heads) {
        this(dModel, heads, o -> o);
    }

    /** As configured: {@code o -> o.dimFeedforward(512).batchFirst()}. */
    public TransformerDecoderLayer(long dModel, long heads, UnaryOperator<TransformerOptions> options) {
        this(dModel, heads, options.apply(TransformerOptions.DEFAULT));
    }

    TransformerDecoderLayer(long dModel, long heads, TransformerOptions options) {
        super(dModel, heads, options, "self_attn", "multihead_attn");
    }

    /** The output of a sequence over a memory, which both are seen whole unless the layer is causal. */
    public Tensor forward(Tensor tgt, Tensor memory) {
        return call(tgt, memory);
    }

    /**
     * The output of a sequence over a memory under these masks.
     *
     * @param tgt {@code [length, batch, dModel]}, with batchFirst {@code [batch, length, dModel]}, without a batch {@code [length, dModel]}
     * @param memory in the same layout, of any length
     */
    public Tensor forward(Tensor tgt, Tensor memory, UnaryOperator<TargetMasks> masks) {
        return under(tgt, memory, masks.apply(TargetMasks.NONE));
    }

    Tensor under(Tensor tgt, Tensor memory, TargetMasks masks) {
        return calling(List.of(tgt, memory), in -> List.of(masked(in.get(0), in.get(1), masks))).getFirst();
    }

    private Tensor masked(Tensor tgt, Tensor memory, TargetMasks masks) {
        var own = part(0, tgt, x -> attention(0).under(x, x, x, masks.own()).output());
        return linear(part(1, own, x -> attention(1).under(x, memory, memory, masks.remembered()).output()));
    }

    /** The output of a sequence over a memory, and behind them as many of the masks as are given, in the order of {@link TargetMasks}. */
    @Override
    protected List<Tensor> outputs(List<Tensor> inputs) {
        if (inputs.size() < 2 || inputs.size() > 6) {
            throw new ArgumentException("TransformerDecoderLayer: takes a sequence and a memory, and behind them up to four masks, got "
                + inputs.size() + " tensors");
        }
        var memory = inputs.get(1);
        return List.of(inputs.size() > 2 ? masked(inputs.get(0), memory, TargetMasks.behind(inputs, 2))
            : linear(part(1, part(0, inputs.get(0), attention(0)::call), x -> attention(1).call(x, memory, memory))));
    }

    /** Another layer of the same values. */
    TransformerDecoderLayer copy() {
        var copy = new TransformerDecoderLayer(dModel, heads, options);
        Copies.values(this, copy);
        return copy;
    }
}
