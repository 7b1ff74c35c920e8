package dev.tenon.tensor.attention;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The gradients of attention in ordinary operators, for derivatives of higher order. Heads lie beside each other, as {@code fused_attention} has them. */
public final class AttentionGradients {
    private AttentionGradients() {}

    public static Tensor query(Tensor g, Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double scale, boolean isCausal) {
        return turned(Ops.mul(Ops.matmul(scores(g, query, key, value, mask, scale, isCausal), turned(key)), scale));
    }

    public static Tensor key(Tensor g, Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double scale, boolean isCausal) {
        var scores = scores(g, query, key, value, mask, scale, isCausal);
        return turned(Ops.mul(Ops.matmul(Ops.transpose(scores, -2, -1), turned(query)), scale));
    }

    public static Tensor value(Tensor g, Tensor query, Tensor key, @Nullable Tensor mask, double scale, boolean isCausal) {
        return turned(Ops.matmul(Ops.transpose(probabilities(query, key, mask, scale, isCausal), -2, -1), turned(g)));
    }

    /** The gradient of the scores: that of softmax. */
    private static Tensor scores(Tensor g, Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double scale, boolean isCausal) {
        var probabilities = probabilities(query, key, mask, scale, isCausal);
        var weighted = Ops.mul(Ops.matmul(turned(g), Ops.transpose(turned(value), -2, -1)), probabilities);
        return Ops.sub(weighted, Ops.mul(probabilities, Ops.sum(weighted, new long[] {-1}, true)));
    }

    private static Tensor probabilities(Tensor query, Tensor key, @Nullable Tensor mask, double scale, boolean isCausal) {
        return Attention.probabilities(turned(query), turned(key), mask, scale, isCausal);
    }

    /** [B, heads, L, E] of [B, L, heads, E], and back. */
    private static Tensor turned(Tensor x) {
        return Ops.transpose(x, 1, 2);
    }
}
