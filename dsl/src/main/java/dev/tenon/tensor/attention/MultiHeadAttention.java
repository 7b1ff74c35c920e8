package dev.tenon.tensor.attention;

import static java.util.stream.Collectors.joining;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.MultiHeadAttentionForwardResult;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.norm.Norms;
import java.util.Arrays;
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
        boolean single = query.rank() == 2;
        var from = batched(query, single);
        var keys = batched(key, single);
        requireFitting(from, keys, embedDim, heads);
        var weights = useSeparateWeights ? List.of(given(queryWeight), given(keyWeight), given(valueWeight))
            : Ops.chunk(given(inWeight), 3, 0);
        var biases = inBias == null ? null : Ops.chunk(inBias, 3, 0);
        var q = heads(projected(from, weights.get(0), biases == null ? null : biases.get(0)), heads);
        var k = source(keys, weights.get(1), biases == null ? null : biases.get(1), biasK, staticK, heads, addZeroAttn);
        var v = source(batched(value, single), weights.get(2), biases == null ? null : biases.get(2), biasV, staticV, heads, addZeroAttn);
        long given = k.size(2) - (addZeroAttn ? 1 : 0) - (biasK != null && staticK == null ? 1 : 0);
        var padding = single && keyPaddingMask != null ? Ops.unsqueeze(keyPaddingMask, 0) : keyPaddingMask;
        // As PyTorch has it: a mask that is said to be causal is not looked at where nothing else is to be masked.
        boolean byFlag = isCausal && padding == null && !needWeights;
        var seen = byFlag ? null : isCausal && attnMask == null ? future(q.size(2), given, q.device()) : attnMask;
        var mask = mask(seen, padding, q, given, k.size(2));
        var result = attended(q, k, v, mask, byFlag, training ? dropoutP : 0, needWeights, averageWeights);
        var output = linear(sequence(result.output(), isByBatch(from)), outWeight, outBias, isByBatch(from));
        return new MultiHeadAttentionForwardResult(single ? Ops.squeeze(output, 1) : output,
            single && needWeights ? Ops.squeeze(result.weights(), 0) : result.weights());
    }

    private static Tensor batched(Tensor sequence, boolean single) {
        return single ? Ops.unsqueeze(sequence, 1) : sequence;
    }

    /** What lies behind each element, for a mask. */
    private static Tensor future(long queries, long keys, Device device) {
        return Ops.triu(Creation.ones(DType.BOOL, device, queries, keys), 1);
    }

    /** Whether [L, B, E] lies in memory as [B, L, E], so that it is copied if it is not turned. */
    private static boolean isByBatch(Tensor sequence) {
        return !sequence.isContiguous() && Ops.transpose(sequence, 0, 1).isContiguous();
    }

    private static Tensor projected(Tensor sequence, Tensor weight, @Nullable Tensor bias) {
        boolean byBatch = isByBatch(sequence);
        return linear(byBatch ? Ops.transpose(sequence, 0, 1) : sequence, weight, bias, byBatch);
    }

    /** [L, B, ...] of that or of [B, L, ...]. */
    private static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias, boolean byBatch) {
        var product = Ops.linear(x, weight, bias);
        return byBatch ? Ops.transpose(product, 0, 1) : product;
    }

    /** Keys or values of all heads: those given, or the projected sequence, with a learned element and one of zeros behind it if asked for. */
    private static Tensor source(Tensor sequence, Tensor weight, @Nullable Tensor bias, @Nullable Tensor element, @Nullable Tensor fixed,
        long heads,
        boolean addZero) {
        var cut = fixed == null ? heads(extended(projected(sequence, weight, bias), element), heads) : separate(fixed, sequence.size(1));
        return addZero ? Ops.constantPadNd(cut, 0, 0, 0, 1) : cut;
    }

    /** Values [B, heads, L, E / heads], and weights. */
    private static MultiHeadAttentionForwardResult attended(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, boolean isCausal,
        double dropoutP, boolean needWeights, boolean averageWeights) {
        if (!needWeights) {
            var values = Attention.scaledDotProduct(q, k, v, mask, dropoutP, isCausal, null, false);
            return new MultiHeadAttentionForwardResult(values, Creation.empty(q.dtype(), q.device(), 0));
        }
        var probabilities = Norms.dropout(Attention.probabilities(q, k, mask, 1 / Math.sqrt(q.size(3)), false), dropoutP, true);
        return new MultiHeadAttentionForwardResult(Ops.matmul(probabilities, v),
            averageWeights ? Ops.mean(probabilities, 1) : probabilities);
    }

    /** [L, B, E] or [B, L, E] of [B, heads, L, E / heads]. */
    private static Tensor sequence(Tensor values, boolean byBatch) {
        var turned = byBatch ? Ops.permute(values, 0, 2, 1, 3) : Ops.permute(values, 2, 0, 1, 3);
        return Ops.reshape(turned, turned.size(0), turned.size(1), values.size(1) * values.size(3));
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

    /**
     * Both masks as one to add, [B or 1, heads or 1, L or 1, S]; keys that were added behind are seen by all.
     *
     * @param given how many keys there were before
     */
    private static @Nullable Tensor mask(@Nullable Tensor attnMask, @Nullable Tensor keyPaddingMask, Tensor q, long given, long keys) {
        Tensor sum = null;
        if (attnMask != null) {
            requireMask("attn_mask", attnMask, new long[] {q.size(2), given}, new long[] {q.size(0) * q.size(1), q.size(2), given});
            var added = behind(excluding(attnMask, q.dtype()), keys);
            sum = added.rank() == 2 ? added : Ops.reshape(added, q.size(0), q.size(1), q.size(2), keys);
        }
        if (keyPaddingMask != null) {
            requireMask("key_padding_mask", keyPaddingMask, new long[] {q.size(0), given});
            var added = behind(excluding(keyPaddingMask, q.dtype()), keys);
            var padding = Ops.reshape(added, q.size(0), 1, 1, keys);
            sum = sum == null ? padding : Ops.add(sum, padding);
        }
        return sum;
    }

    private static void requireMask(String name, Tensor mask, long[]... shapes) {
        if (Arrays.stream(shapes).noneMatch(shape -> Arrays.equals(shape, mask.shape().toArray()))) {
            throw new ShapeException(NAME + ": " + name + " must be " + Arrays.stream(shapes).map(Arrays::toString).collect(joining(" or "))
                + (shapes.length > 1 ? ", [queries, keys] or [batch * heads, queries, keys]" : ", [batch, keys]") + "\n  " + name + ": "
                + Operand.describe(mask));
        }
    }

    /** Here a boolean mask names what does not count. */
    private static Tensor excluding(Tensor mask, DType dtype) {
        return Attention.additive(mask.dtype() == DType.BOOL ? Ops.logicalNot(mask) : mask, dtype);
    }

    private static Tensor behind(Tensor mask, long keys) {
        long missing = keys - mask.size(-1);
        return missing <= 0 ? mask : Ops.constantPadNd(mask, new long[] {0, missing}, 0);
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
