package dev.tenon.nn.attention;

import dev.tenon.nn.Layer;
import dev.tenon.nn.ModuleList;
import dev.tenon.nn.MultiLayer;
import dev.tenon.nn.Sizes;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What encoders and decoders share: layers one after the other, and a last normalisation or none. */
abstract sealed class TransformerStack<L extends TransformerLayer> extends MultiLayer permits TransformerEncoder, TransformerDecoder {
    private final List<L> layers;
    private final @Nullable Layer norm;

    TransformerStack(List<L> layers, @Nullable Layer norm) {
        Sizes.requirePositive(getClass().getSimpleName(), "layers", layers.size());
        this.layers = layers;
        child("layers", new ModuleList<>(layers));
        this.norm = norm == null ? null : child("norm", norm);
    }

    /** What follows the last layer: where they normalise first nothing else would normalise the last sum. */
    static @Nullable Layer last(long dModel, TransformerOptions options) {
        return options.isNormFirst() ? Copies.norm(dModel, options) : null;
    }

    /**
     * A sequence through all layers.
     *
     * @param call calls one of them
     */
    final Tensor through(Tensor sequence, BiFunction<L, Tensor, Tensor> call) {
        var output = sequence;
        for (var layer : layers) {
            output = call.apply(layer, output);
        }
        return norm == null ? output : norm.call(output);
    }
}
