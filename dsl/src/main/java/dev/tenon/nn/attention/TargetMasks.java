package dev.tenon.nn.attention;

import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder does not see, of its own sequence and of the memory. A boolean mask is true where something does not count, a floating one is added to
 * the scores.
 *
 * @param tgtMask which elements of its own sequence one does not see, {@code [length, length]} or {@code [batch * heads, length, length]}; null
 * @param memoryMask which elements of the memory one does not see, {@code [length, memory]} or {@code [batch * heads, length, memory]}; null
 * @param tgtKeyPaddingMask which elements of its own sequence are padding, {@code [batch, length]}; null
 * @param memoryKeyPaddingMask which elements of the memory are padding, {@code [batch, memory]}; null
 * @param tgtIsCausal whether element i sees only those up to i; false. Beside a mask it says that the mask is that one
 * @param memoryIsCausal the same of the memory; false
 */
public record TargetMasks(@Nullable Tensor tgtMask, @Nullable Tensor memoryMask, @Nullable Tensor tgtKeyPaddingMask,
    @Nullable Tensor memoryKeyPaddingMask, boolean tgtIsCausal, boolean memoryIsCausal) {
    static final TargetMasks NONE = new TargetMasks(null, null, null, null, false, false);

    /** As the attention of a layer to its own sequence has it. */
    AttentionCall own() {
        return new AttentionCall(tgtKeyPaddingMask, tgtMask, false, true, tgtIsCausal);
    }

    /** As the attention of a layer to the memory has it. */
    AttentionCall remembered() {
        return new AttentionCall(memoryKeyPaddingMask, memoryMask, false, true, memoryIsCausal);
    }

    public TargetMasks tgtMask(@Nullable Tensor hidden) {
        return new TargetMasks(hidden, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal);
    }

    public TargetMasks memoryMask(@Nullable Tensor hidden) {
        return new TargetMasks(tgtMask, hidden, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal);
    }

    public TargetMasks tgtKeyPaddingMask(@Nullable Tensor padding) {
        return new TargetMasks(tgtMask, memoryMask, padding, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal);
    }

    public TargetMasks memoryKeyPaddingMask(@Nullable Tensor padding) {
        return new TargetMasks(tgtMask, memoryMask, tgtKeyPaddingMask, padding, tgtIsCausal, memoryIsCausal);
    }

    public TargetMasks tgtIsCausal(boolean causal) {
        return new TargetMasks(tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, causal, memoryIsCausal);
    }

    public TargetMasks memoryIsCausal(boolean causal) {
        return new TargetMasks(tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, causal);
    }

    /** Of a list of inputs what stands behind the sequence and the memory, in this order. */
    static TargetMasks behind(List<Tensor> inputs, int from) {
        return NONE.tgtMask(at(inputs, from)).memoryMask(at(inputs, from + 1)).tgtKeyPaddingMask(at(inputs, from + 2))
            .memoryKeyPaddingMask(at(inputs, from + 3));
    }

    private static @Nullable Tensor at(List<Tensor> inputs, int place) {
        return place < inputs.size() ? inputs.get(place) : null;
    }
}
