package dev.tenon.tensor.attention;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The gradients of attention in ordinary operators, for derivatives of higher order. */
public final class AttentionGradients {
    private AttentionGradients() {}

    public static Tensor query(Tensor g, Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double scale, boolean isCausal) {
        return Ops.mul(Ops.matmul(scores(g, query, key, value, mask, scale, isCausal), key), scale);
    }

    public static Tensor key(Tensor g, Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double scale, boolean isCausal) {
        var scores = scores(g, query, key, value, mask, scale, isCausal);
        return Ops.mul(Ops.matmul(Ops.transpose(scores, -2, -1), query), scale);
    }

    public static Tensor value(Tensor g, Tensor query, Tensor key, @Nullable Tensor mask, double scale, boolean isCausal) {
        return Ops.matmul(Ops.transpose(Attention.probabilities(query, key, mask, scale, isCausal), -2, -1), g);
    }

    /** The gradient of the scores: that of softmax. */
    private static Tensor scores(Tensor g, Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double scale, boolean isCausal) {
        var probabilities = Attention.probabilities(query, key, mask, scale, isCausal);
        var weighted = Ops.mul(Ops.matmul(g, Ops.transpose(value, -2, -1)), probabilities);
        return Ops.sub(weighted, Ops.mul(probabilities, Ops.sum(weighted, new long[] {-1}, true)));
    }
}
