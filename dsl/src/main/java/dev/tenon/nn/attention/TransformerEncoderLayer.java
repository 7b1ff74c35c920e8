package dev.tenon.nn.attention;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A layer of a transformer's encoder: attention of a sequence to itself, then two linear maps with an activation between them.
 * {@snippet :
 * var layer = new TransformerEncoderLayer(128, 4, o -> o.dimFeedforward(512).gelu().normFirst().batchFirst());
 * var output = layer.forward(input, o -> o.isCausal(true));
 * }
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017)</a>
 */
public final class TransformerEncoderLayer extends TransformerLayer {
    public TransformerEncoderLayer(long dModel, long heads) {
        this(dModel, heads, o -> o);
    }

    /** As configured: {@code o -> o.dimFeedforward(512).batchFirst()}. */
    public TransformerEncoderLayer(long dModel, long heads, UnaryOperator<TransformerOptions> options) {
        this(dModel, heads, options.apply(TransformerOptions.DEFAULT));
    }

    TransformerEncoderLayer(long dModel, long heads, TransformerOptions options) {
        super(dModel, heads, options, "self_attn");
    }

    /**
     * The output under these masks.
     *
     * @param src {@code [length, batch, dModel]}, with batchFirst {@code [batch, length, dModel]}, without a batch {@code [length, dModel]}
     */
    public Tensor forward(Tensor src, UnaryOperator<SourceMasks> masks) {
        return under(src, masks.apply(SourceMasks.NONE));
    }

    Tensor under(Tensor src, SourceMasks masks) {
        return calling(List.of(src), in -> List.of(masked(in.getFirst(), masks))).getFirst();
    }

    private Tensor masked(Tensor src, SourceMasks masks) {
        return linear(part(0, src, x -> attention(0).under(x, x, x, masks.call()).output()));
    }

    /** The output of a sequence, and if given with a mask and behind it a key padding mask. */
    @Override
    protected List<Tensor> outputs(List<Tensor> inputs) {
        return List.of(switch (inputs.size()) {
            case 1 -> linear(part(0, inputs.getFirst(), attention(0)::call));
            case 2 -> masked(inputs.getFirst(), SourceMasks.NONE.mask(inputs.get(1)));
            case 3 -> masked(inputs.getFirst(), SourceMasks.NONE.mask(inputs.get(1)).keyPaddingMask(inputs.get(2)));
            default -> throw new ArgumentException(
                "TransformerEncoderLayer: takes a sequence, and behind it a mask and a key padding mask or none, got " + inputs.size()
                    + " tensors");
        });
    }

    /** Another layer of the same values. */
    TransformerEncoderLayer copy() {
        var copy = new TransformerEncoderLayer(dModel, heads, options);
        Copies.values(this, copy);
        return copy;
    }
}
