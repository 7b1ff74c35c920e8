package dev.tenon.tensor.attention;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.MultiHeadAttentionForwardResult;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.norm.Norms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attention of several heads, with PyTorch's arguments: sequences come first, [L, B, E], and go as [B, heads, L, E / heads]. */
public final class MultiHeadAttention {
    private static final String NAME = "multi_head_attention_forward";

    private MultiHeadAttention() {}

    public static MultiHeadAttentionForwardResult forward(Tensor query, Tensor key, Tensor value, long embedDim, long heads,
        @Nullable Tensor inWeight,
        @Nullable Tensor inBias, @Nullable Tensor biasK, @Nullable Tensor biasV, boolean addZeroAttn, double dropoutP, Tensor outWeight,
        @Nullable Tensor outBias, boolean training, @Nullable Tensor keyPaddingMask, boolean needWeights, @Nullable Tensor attnMask,
        boolean useSeparateWeights, @Nullable Tensor queryWeight, @Nullable Tensor keyWeight, @Nullable Tensor valueWeight,
        @Nullable Tensor staticK,
        @Nullable Tensor staticV, boolean averageWeights, boolean isCausal) {
        if (isCausal && attnMask == null) {
            // As PyTorch has it, is_causal only says what the mask is like.
            throw new ArgumentException(NAME + ": is_causal needs the attn_mask that it speaks of");
        }
        boolean single = query.rank() == 2;
        var from = single ? Ops.unsqueeze(query, 1) : query;
        requireFitting(from, single ? Ops.unsqueeze(key, 1) : key, embedDim, heads);
        var weights = useSeparateWeights ? List.of(given(queryWeight), given(keyWeight), given(valueWeight))
            : Ops.chunk(given(inWeight), 3, 0);
        var biases = inBias == null ? null : Ops.chunk(inBias, 3, 0);
        var q = heads(Ops.linear(from, weights.get(0), biases == null ? null : biases.get(0)), heads);
        var k = source(single ? Ops.unsqueeze(key, 1) : key, weights.get(1), biases == null ? null : biases.get(1), biasK, staticK, heads,
            addZeroAttn);
        var v = source(single ? Ops.unsqueeze(value, 1) : value, weights.get(2), biases == null ? null : biases.get(2), biasV, staticV,
            heads,
            addZeroAttn);
        var mask = mask(attnMask, single && keyPaddingMask != null ? Ops.unsqueeze(keyPaddingMask, 0) : keyPaddingMask, q, k.size(2));
        var result = attended(q, k, v, mask, training ? dropoutP : 0, outWeight, outBias, needWeights, averageWeights);
        return single ? new MultiHeadAttentionForwardResult(Ops.squeeze(result.output(), 1),
            needWeights ? Ops.squeeze(result.weights(), 0) : result.weights()) : result;
    }

    /** Keys or values of all heads: those given, or the projected sequence, with a learned element and one of zeros behind it if asked for. */
    private static Tensor source(Tensor sequence, Tensor weight, @Nullable Tensor bias, @Nullable Tensor element, @Nullable Tensor fixed,
        long heads,
        boolean addZero) {
        var cut = fixed == null ? heads(extended(Ops.linear(sequence, weight, bias), element), heads) : separate(fixed, sequence.size(1));
        return addZero ? Ops.constantPadNd(cut, 0, 0, 0, 1) : cut;
    }

    private static MultiHeadAttentionForwardResult attended(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, double dropoutP,
        Tensor outWeight,
        @Nullable Tensor outBias, boolean needWeights, boolean averageWeights) {
        if (!needWeights) {
            var values = Attention.scaledDotProduct(q, k, v, mask, dropoutP, false, null, false);
            return new MultiHeadAttentionForwardResult(joined(values, outWeight, outBias), Creation.empty(q.dtype(), q.device(), 0));
        }
        var probabilities = Norms.dropout(Attention.probabilities(q, k, mask, 1 / Math.sqrt(q.size(3)), false), dropoutP, true);
        var output = joined(Ops.matmul(probabilities, v), outWeight, outBias);
        return new MultiHeadAttentionForwardResult(output, averageWeights ? Ops.mean(probabilities, 1) : probabilities);
    }

    /** [L, B, E] of [B, heads, L, E / heads], projected. */
    private static Tensor joined(Tensor values, Tensor outWeight, @Nullable Tensor outBias) {
        var sequence = Ops.permute(values, 2, 0, 1, 3);
        return Ops.linear(Ops.reshape(sequence, values.size(2), values.size(0), values.size(1) * values.size(3)), outWeight, outBias);
    }

    /** [B, heads, L, E / heads] of [L, B, E]. */
    private static Tensor heads(Tensor projected, long heads) {
        var cut = Ops.reshape(projected, projected.size(0), projected.size(1), heads, projected.size(2) / heads);
        return Ops.permute(cut, 1, 2, 0, 3);
    }

    /** A key or value that the caller has projected and cut already: [B * heads, S, E / heads]. */
    private static Tensor separate(Tensor fixed, long batch) {
        return Ops.reshape(fixed, batch, fixed.size(0) / Math.max(batch, 1), fixed.size(1), fixed.size(2));
    }

    /** The sequence with a learned element behind it. */
    private static Tensor extended(Tensor sequence, @Nullable Tensor element) {
        return element == null ? sequence
            : Ops.cat(List.of(sequence, Ops.expand(Ops.reshape(element, 1, 1, -1), 1, sequence.size(1), sequence.size(2))), 0);
    }

    /** Both masks as one to add, [B or 1, heads or 1, L or 1, S]; keys that were added behind are seen by all. */
    private static @Nullable Tensor mask(@Nullable Tensor attnMask, @Nullable Tensor keyPaddingMask, Tensor q, long keys) {
        Tensor sum = null;
        if (attnMask != null) {
            var added = behind(excluding(attnMask, q.dtype()), keys);
            sum = added.rank() == 2 ? added : Ops.reshape(added, q.size(0), q.size(1), q.size(2), keys);
        }
        if (keyPaddingMask != null) {
            var added = behind(excluding(keyPaddingMask, q.dtype()), keys);
            var padding = Ops.reshape(added, q.size(0), 1, 1, keys);
            sum = sum == null ? padding : Ops.add(sum, padding);
        }
        return sum;
    }

    /** Here a boolean mask names what does not count. */
    private static Tensor excluding(Tensor mask, DType dtype) {
        return Attention.additive(mask.dtype() == DType.BOOL ? Ops.logicalNot(mask) : mask, dtype);
    }

    private static Tensor behind(Tensor mask, long keys) {
        long missing = keys - mask.size(-1);
        return missing <= 0 ? mask : Ops.constantPadNd(mask, 0, missing);
    }

    private static Tensor given(@Nullable Tensor weight) {
        if (weight == null) {
            throw new ArgumentException(NAME + ": in_proj_weight must be given, or with use_separate_proj_weight the three weights");
        }
        return weight;
    }

    private static void requireFitting(Tensor query, Tensor key, long embedDim, long heads) {
        if (query.rank() != 3 || key.rank() != 3 || query.size(2) != embedDim || heads < 1 || embedDim % heads != 0
            || query.size(1) != key.size(1)) {
            throw new ShapeException(
                NAME + ": query and key must be [L, B, E] and [S, B, E'] with E = " + embedDim + ", a multiple of " + heads
                    + " heads\n  query: " + Operand.describe(query) + "   key: " + Operand.describe(key));
        }
    }
}
