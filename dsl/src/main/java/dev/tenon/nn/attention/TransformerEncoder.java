package dev.tenon.nn.attention;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.ModuleList;
import dev.tenon.nn.MultiLayer;
import dev.tenon.nn.Sizes;
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
public final class TransformerEncoder extends MultiLayer {
    private final List<TransformerEncoderLayer> layers;
    private final @Nullable Layer norm;

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
            options.isNormFirst() ? Copies.norm(dModel, options) : null);
    }

    /** Copies of a layer, which all begin with its values. */
    public TransformerEncoder(TransformerEncoderLayer layer, long layers, @Nullable Layer norm) {
        this(Copies.of(layers, layer::copy), norm);
    }

    TransformerEncoder(List<TransformerEncoderLayer> layers, @Nullable Layer norm) {
        Sizes.requirePositive("TransformerEncoder", "layers", layers.size());
        this.layers = layers;
        child("layers", new ModuleList<>(layers));
        this.norm = norm == null ? null : child("norm", norm);
    }

    /**
     * The output under these masks, which every layer has.
     *
     * @param src {@code [length, batch, dModel]}, with batchFirst {@code [batch, length, dModel]}, without a batch {@code [length, dModel]}
     */
    public Tensor forward(Tensor src, UnaryOperator<SourceMasks> masks) {
        return masked(src, masks.apply(SourceMasks.NONE));
    }

    private Tensor masked(Tensor src, SourceMasks masks) {
        var output = src;
        for (var layer : layers) {
            output = layer.masked(output, masks);
        }
        return norm == null ? output : norm.call(output);
    }

    private Tensor plain(Tensor src) {
        var output = src;
        for (var layer : layers) {
            output = layer.call(output);
        }
        return norm == null ? output : norm.call(output);
    }

    /** The output of a sequence, and if given with a mask and behind it a key padding mask. */
    @Override
    protected List<Tensor> outputs(List<Tensor> inputs) {
        return List.of(switch (inputs.size()) {
            case 1 -> plain(inputs.getFirst());
            case 2 -> forward(inputs.get(0), o -> o.mask(inputs.get(1)));
            case 3 -> forward(inputs.get(0), o -> o.mask(inputs.get(1)).keyPaddingMask(inputs.get(2)));
            default -> throw new ArgumentException(
                "TransformerEncoder: takes a sequence, and behind it a mask and a key padding mask or none, got "
                    + inputs.size() + " tensors");
        });
    }
}
