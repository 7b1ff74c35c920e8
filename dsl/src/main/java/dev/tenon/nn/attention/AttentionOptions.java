package dev.tenon.nn.attention;

import org.jspecify.annotations.Nullable;

/**
 * How attention of several heads is made.
 *
 * @param dropout how probably an attention weight is dropped in training; 0
 * @param bias whether the projections add biases; true
 * @param hasBiasKv whether a learned element stands behind all keys and values; false
 * @param hasZeroAttn whether an element of zeros stands behind all keys and values; false
 * @param kdim the size of a key; null for that of a query
 * @param vdim the size of a value; null for that of a query
 * @param isBatchFirst whether inputs and outputs are {@code [batch, length, size]} and not {@code [length, batch, size]}; false, and true in a
 *     declaration
 * @param isCausal whether {@link MultiheadAttention#forward(dev.tenon.tensor.Tensor)} lets element i see only those up to i; false
 */
public record AttentionOptions(double dropout, boolean bias, boolean hasBiasKv, boolean hasZeroAttn, @Nullable Long kdim,
    @Nullable Long vdim, boolean isBatchFirst, boolean isCausal) {
    public static final AttentionOptions DEFAULT = new AttentionOptions(0, true, false, false, null, null, false, false);

    public AttentionOptions dropout(double probability) {
        return new AttentionOptions(probability, bias, hasBiasKv, hasZeroAttn, kdim, vdim, isBatchFirst, isCausal);
    }

    public AttentionOptions noBias() {
        return new AttentionOptions(dropout, false, hasBiasKv, hasZeroAttn, kdim, vdim, isBatchFirst, isCausal);
    }

    /** A learned element stands behind all keys, and another behind all values. */
    public AttentionOptions addBiasKv() {
        return new AttentionOptions(dropout, bias, true, hasZeroAttn, kdim, vdim, isBatchFirst, isCausal);
    }

    /** An element of zeros stands behind all keys and values. */
    public AttentionOptions addZeroAttn() {
        return new AttentionOptions(dropout, bias, hasBiasKv, true, kdim, vdim, isBatchFirst, isCausal);
    }

    /** Keys have another size than queries. */
    public AttentionOptions kdim(long size) {
        return new AttentionOptions(dropout, bias, hasBiasKv, hasZeroAttn, size, vdim, isBatchFirst, isCausal);
    }

    /** Values have another size than queries. */
    public AttentionOptions vdim(long size) {
        return new AttentionOptions(dropout, bias, hasBiasKv, hasZeroAttn, kdim, size, isBatchFirst, isCausal);
    }

    /** Inputs and outputs are {@code [batch, length, size]}. */
    public AttentionOptions batchFirst() {
        return new AttentionOptions(dropout, bias, hasBiasKv, hasZeroAttn, kdim, vdim, true, isCausal);
    }

    /** As a layer of one input, element i sees only those up to i. */
    public AttentionOptions causal() {
        return new AttentionOptions(dropout, bias, hasBiasKv, hasZeroAttn, kdim, vdim, isBatchFirst, true);
    }
}
