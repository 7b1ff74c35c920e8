package dev.tenon.nn.attention;

import dev.tenon.nn.Layer;
import dev.tenon.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The layers of a stack. */
final class Copies {
    private Copies() {}

    /** Gives a layer the dtype, the device and the values of another one of the same making. */
    static void values(TransformerLayer from, TransformerLayer to) {
        to.to(from.dtype()).to(from.device()).mode(from.isTraining());
        if (!from.device().isMeta()) {
            to.loadStateDict(from.stateDict());
        }
    }

    /** What follows the last layer. */
    static LayerNorm norm(long dModel, TransformerOptions options) {
        return new LayerNorm(new long[] {dModel}, options.layerNormEps(), true, options.bias());
    }

    static <L extends Layer> List<L> of(long count, Supplier<L> made) {
        var layers = new ArrayList<L>();
        for (long i = 0; i < count; i++) {
            layers.add(made.get());
        }
        return layers;
    }
}
