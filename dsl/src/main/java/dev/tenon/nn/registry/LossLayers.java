package dev.tenon.nn.registry;

import dev.tenon.core.Ints;
import dev.tenon.nn.Layer;
import dev.tenon.nn.embedding.EmbeddingBag;
import dev.tenon.nn.embedding.EmbeddingBagOptions;
import dev.tenon.nn.loss.AdaptiveLogSoftmaxWithLoss;
import dev.tenon.nn.loss.LinearCrossEntropyLoss;
import dev.tenon.nn.loss.TripletMarginWithDistanceLoss;
import dev.tenon.ops.BagMode;
import dev.tenon.ops.Reduction;
import dev.tenon.tensor.Ops;
import java.util.Map;
import java.util.function.Function;

/** Tables of embeddings in bags, and losses with state or with a function of the caller's, a part of {@link StatefulLayers}. */
final class LossLayers {
    private static final long IGNORED = -100;

    private LossLayers() {}

    static void add(Map<String, Function<LayerArguments, Layer>> rows) {
        rows.put("EmbeddingBag", a -> {
            a.legacy("_weight");
            return new EmbeddingBag(a.integer("num_embeddings"), a.integer("embedding_dim"), _ -> bags(a));
        });
        rows.put("AdaptiveLogSoftmaxWithLoss", a -> new AdaptiveLogSoftmaxWithLoss(a.integer("in_features"), a.integer("n_classes"),
            a.ints("cutoffs").toArray(), a.number("div_value", 4), a.flag("head_bias", false)));
        rows.put("TripletMarginWithDistanceLoss", a -> {
            a.legacy("distance_function");
            return new TripletMarginWithDistanceLoss(Ops::pairwiseDistance, a.number("margin", 1), a.flag("swap", false),
                a.choice("reduction", Reduction.MEAN));
        });
        rows.put("LinearCrossEntropyLoss", a -> {
            a.legacy("options");
            return new LinearCrossEntropyLoss(a.integer("in_features"), a.integer("num_classes"),
                a.ints("out_features", Ints.of()).toArray(),
                a.flag("bias", false), o -> o.weight(a.tensor("weight")).ignoreIndex(a.integer("ignore_index", IGNORED))
                    .reduction(a.choice("reduction", Reduction.MEAN)).labelSmoothing(a.number("label_smoothing", 0)));
        });
    }

    private static EmbeddingBagOptions bags(LayerArguments a) {
        // Gradients are dense here.
        a.flag("sparse", false);
        return new EmbeddingBagOptions(a.choice("mode", BagMode.MEAN), a.integerOrNull("padding_idx"), a.numberOrNull("max_norm"),
            a.number("norm_type", 2), a.flag("scale_grad_by_freq", false), a.flag("include_last_offset", false));
    }
}
