package dev.tenon.nn.registry;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.embedding.EmbeddingBag;
import dev.tenon.nn.embedding.EmbeddingBagOptions;
import dev.tenon.nn.embedding.EmbeddingOptions;
import dev.tenon.ops.BagMode;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Tables of embeddings, which may be given their values. */
final class Tables {
    private Tables() {}

    static Layer embedding(LayerArguments a) {
        requireDense(a);
        boolean frozen = a.flag("_freeze", false);
        long count = a.integer("num_embeddings");
        long width = a.integer("embedding_dim");
        var options = new EmbeddingOptions(a.integerOrNull("padding_idx"), a.numberOrNull("max_norm"), a.number("norm_type", 2),
            a.flag("scale_grad_by_freq", false));
        var values = values(a, count, width);
        return values == null ? new Embedding(count, width, _ -> options) : Embedding.fromPretrained(values, frozen, _ -> options);
    }

    static Layer bag(LayerArguments a) {
        requireDense(a);
        long count = a.integer("num_embeddings");
        long width = a.integer("embedding_dim");
        var options = new EmbeddingBagOptions(a.choice("mode", BagMode.MEAN), a.integerOrNull("padding_idx"), a.numberOrNull("max_norm"),
            a.number("norm_type", 2), a.flag("scale_grad_by_freq", false), a.flag("include_last_offset", false));
        var values = values(a, count, width);
        return values == null ? new EmbeddingBag(count, width, _ -> options) : EmbeddingBag.fromPretrained(values, false, _ -> options);
    }

    private static void requireDense(LayerArguments a) {
        if (a.flag("sparse", false)) {
            throw new ArgumentException(
                "sparse must be false: gradients of tables are dense here\n  try:   leave it out, with any optimizer");
        }
    }

    private static @Nullable Tensor values(LayerArguments a, long count, long width) {
        var values = a.tensor("_weight");
        if (values != null && (values.rank() != 2 || values.size(0) != count || values.size(1) != width)) {
            throw new ShapeException("_weight must be [num_embeddings, embedding_dim], [" + count + ", " + width + "]\n  _weight: "
                + values.shape());
        }
        return values;
    }
}
