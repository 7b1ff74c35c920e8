package dev.tenon.nn.attention;

import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder does not see. A boolean mask is true where something does not count, a floating one is added to the scores.
 *
 * @param mask which keys a query does not see, {@code [length, length]} or {@code [batch * heads, length, length]}; null
 * @param keyPaddingMask which elements of which sample are padding, {@code [batch, length]}, or without a batch {@code [length]}; null
 * @param isCausal whether element i sees only those up to i; false. Beside a mask it says that the mask is that one
 */
public record SourceMasks(@Nullable Tensor mask, @Nullable Tensor keyPaddingMask, boolean isCausal) {
    static final SourceMasks NONE = new SourceMasks(null, null, false);

    /** As the attention of a layer has it. */
    AttentionCall call() {
        return new AttentionCall(keyPaddingMask, mask, false, true, isCausal);
    }

    public SourceMasks mask(@Nullable Tensor hidden) {
        return new SourceMasks(hidden, keyPaddingMask, isCausal);
    }

    public SourceMasks keyPaddingMask(@Nullable Tensor padding) {
        return new SourceMasks(mask, padding, isCausal);
    }

    public SourceMasks isCausal(boolean causal) {
        return new SourceMasks(mask, keyPaddingMask, causal);
    }
}
