package dev.tenon.nn.attention;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stack of {@link TransformerEncoderLayer}s, and a last normalisation or none.
 * {@snippet :
 * var encoder = new TransformerEncoder(128, 4, 6, o -> o.normFirst().batchFirst());
 * var memory = encoder.forward(source, o -> o.keyPaddingMask(padding));
 * }
 */
public final class TransformerEncoder extends TransformerStack<TransformerEncoderLayer> {
    /**
     * Layers of values of their own. Where they normalise first a last normalisation follows, for nothing else would normalise the last sum.
     *
     * @param dModel the size of an element
     * @param heads of the attention of each layer
     * @param layers how many are stacked
     */
    public TransformerEncoder(long dModel, long heads, long layers, UnaryOperator<TransformerOptions> options) {
        this(dModel, heads, layers, options.apply(TransformerOptions.DEFAULT));
    }

    private TransformerEncoder(long dModel, long heads, long layers, TransformerOptions options) {
        this(Copies.of(layers, () -> new TransformerEncoderLayer(dModel, heads, options)),
            last(dModel, options));
    }

    /** Copies of a layer, which all begin with its values. */
    public TransformerEncoder(TransformerEncoderLayer layer, long layers, @Nullable Layer norm) {
        this(Copies.of(layers, layer::copy), norm);
    }

    TransformerEncoder(List<TransformerEncoderLayer> layers, @Nullable Layer norm) {
        super(layers, norm);
    }

    /**
     * The output under these masks, which every layer has.
     *
     * @param src {@code [length, batch, dModel]}, with batchFirst {@code [batch, length, dModel]}, without a batch {@code [length, dModel]}
     */
    public Tensor forward(Tensor src, UnaryOperator<SourceMasks> masks) {
        var given = masks.apply(SourceMasks.NONE);
        return calling(List.of(src), in -> List.of(masked(in.getFirst(), given))).getFirst();
    }

    private Tensor masked(Tensor src, SourceMasks masks) {
        return through(src, (layer, x) -> layer.under(x, masks));
    }

    /** The output of a sequence, and if given with a mask and behind it a key padding mask. */
    @Override
    protected List<Tensor> outputs(List<Tensor> inputs) {
        return List.of(switch (inputs.size()) {
            case 1 -> through(inputs.getFirst(), Layer::call);
            case 2 -> masked(inputs.getFirst(), SourceMasks.NONE.mask(inputs.get(1)));
            case 3 -> masked(inputs.getFirst(), SourceMasks.NONE.mask(inputs.get(1)).keyPaddingMask(inputs.get(2)));
            default -> throw new ArgumentException(
                "TransformerEncoder: takes a sequence, and behind it a mask and a key padding mask or none, got "
                    + inputs.size() + " tensors");
        });
    }
}
