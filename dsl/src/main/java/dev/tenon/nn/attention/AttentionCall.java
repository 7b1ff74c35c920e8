package dev.tenon.nn.attention;

import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one call of {@link MultiheadAttention} is to see, and to give. A boolean mask is true where something does <em>not</em> count, a floating one is
 * added to the scores.
 *
 * @param keyPaddingMask which keys of which sample do not count, {@code [batch, keys]}, or without a batch {@code [keys]}; null
 * @param attnMask which keys a query does not see, {@code [queries, keys]} or {@code [batch * heads, queries, keys]}; null
 * @param needWeights whether the weights are wanted; true. Without them the fused kernel runs
 * @param averageAttnWeights whether the weights are averaged over the heads; true
 * @param isCausal whether query i sees only the keys up to i; false. Beside a mask it says that the mask is that one
 */
public record AttentionCall(@Nullable Tensor keyPaddingMask, @Nullable Tensor attnMask, boolean needWeights, boolean averageAttnWeights,
    boolean isCausal) {
    static final AttentionCall DEFAULT = new AttentionCall(null, null, true, true, false);

    public AttentionCall keyPaddingMask(@Nullable Tensor mask) {
        return new AttentionCall(mask, attnMask, needWeights, averageAttnWeights, isCausal);
    }

    public AttentionCall attnMask(@Nullable Tensor mask) {
        return new AttentionCall(keyPaddingMask, mask, needWeights, averageAttnWeights, isCausal);
    }

    public AttentionCall needWeights(boolean wanted) {
        return new AttentionCall(keyPaddingMask, attnMask, wanted, averageAttnWeights, isCausal);
    }

    public AttentionCall averageAttnWeights(boolean averaged) {
        return new AttentionCall(keyPaddingMask, attnMask, needWeights, averaged, isCausal);
    }

    public AttentionCall isCausal(boolean causal) {
        return new AttentionCall(keyPaddingMask, attnMask, needWeights, averageAttnWeights, causal);
    }
}
