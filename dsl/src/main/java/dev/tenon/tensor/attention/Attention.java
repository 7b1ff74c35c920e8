package dev.tenon.tensor.attention;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.norm.Norms;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Attention: by the fused operator where it applies, else by its definition. */
public final class Attention {
    private static final String NAME = "scaled_dot_product_attention";

    private Attention() {}

    public static Tensor scaledDotProduct(Tensor query, Tensor key, Tensor value, @Nullable Tensor attnMask, double dropoutP,
        boolean isCausal,
        @Nullable Double scale, boolean enableGqa) {
        if (attnMask != null && isCausal) {
            throw new ArgumentException(NAME + ": attn_mask and is_causal exclude each other\n  try:   a mask that is causal itself");
        }
        requireFitting(query, key, value);
        var keys = enableGqa ? repeated(key, query) : key;
        var values = enableGqa ? repeated(value, query) : value;
        double factor = scale == null ? 1 / Math.sqrt(Math.max(query.size(-1), 1)) : scale;
        var mask = attnMask == null ? null : additive(attnMask, query.dtype());
        boolean learns = mask != null && mask.requiresGrad() && GradMode.isEnabled();
        if (dropoutP > 0 || learns) {
            return byDefinition(query, keys, values, mask, dropoutP, isCausal, factor);
        }
        return fused(query, keys, values, mask, isCausal, factor);
    }

    private static Tensor byDefinition(Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double dropoutP, boolean isCausal,
        double scale) {
        var probabilities = probabilities(query, key, mask, scale, isCausal);
        return Ops.matmul(Norms.dropout(probabilities, dropoutP, true), value);
    }

    /** [..., L, S]: softmax of the masked scores, and 0 where all keys are masked. */
    static Tensor probabilities(Tensor query, Tensor key, @Nullable Tensor mask, double scale, boolean isCausal) {
        var scores = Ops.matmul(Ops.mul(query, scale), Ops.transpose(key, -2, -1));
        if (mask != null) {
            scores = Ops.add(scores, mask);
        }
        if (isCausal) {
            var seen = Ops.tril(Creation.ones(DType.BOOL, query.device(), query.size(-2), key.size(-2)));
            scores = Ops.where(seen, scores, Double.NEGATIVE_INFINITY);
        }
        if (key.size(-2) == 0 || mask == null) {
            return Ops.softmax(scores, -1);
        }
        var unseeing = Ops.eq(Ops.amax(scores.detach(), new long[] {-1}, true), Double.NEGATIVE_INFINITY);
        return Ops.maskedFill(Ops.softmax(Ops.maskedFill(scores, unseeing, 0), -1), unseeing, 0);
    }

    private static Tensor fused(Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, boolean isCausal, double scale) {
        var shape = batch(query, key, value);
        long heads = shape.length < 2 ? 1 : shape[shape.length - 1];
        long batch = shape.length < 2 ? product(shape) : product(Arrays.copyOf(shape, shape.length - 1));
        var m = mask == null ? null : byHead(mask, shape, batch, heads, query.size(-2), key.size(-2));
        var output = UncheckedOps.fusedAttention(besideEachOther(query, shape, batch, heads), besideEachOther(key, shape, batch, heads),
            besideEachOther(value, shape, batch, heads), m, scale, isCausal).output();
        var apart = Ops.transpose(output, 1, 2);
        return shape.length == 2 ? apart : Ops.reshape(apart, with(shape, query.size(-2), value.size(-1)));
    }

    private static long product(long[] sizes) {
        return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    }

    /** The leading dimensions that all these broadcast to. */
    private static long[] batch(Tensor... parts) {
        int rank = Arrays.stream(parts).mapToInt(Tensor::rank).max().orElse(2) - 2;
        var sizes = new long[rank];
        Arrays.fill(sizes, 1);
        for (var part : parts) {
            for (int d = 0; d < part.rank() - 2; d++) {
                int at = rank - (part.rank() - 2) + d;
                long size = part.size(d);
                if (size != 1 && sizes[at] != 1 && sizes[at] != size) {
                    throw new ShapeException(NAME + ": the sizes " + sizes[at] + " and " + size
                        + " of a batch dimension must be equal, or one of them 1\n  query: " + Operand.describe(parts[0]));
                }
                sizes[at] = size == 1 ? sizes[at] : size;
            }
        }
        return sizes;
    }

    /** [batch, L, heads, E] of [..., L, E], of which the last leading dimension is that of the heads; a view, unless there are many of them. */
    private static Tensor besideEachOther(Tensor x, long[] shape, long batch, long heads) {
        var whole = with(shape, x.size(-2), x.size(-1));
        var expanded = Arrays.equals(whole, x.shape().toArray()) ? x : Ops.expand(x, whole);
        return Ops.transpose(shape.length == 2 ? expanded : Ops.reshape(expanded, batch, heads, x.size(-2), x.size(-1)), 1, 2);
    }

    /** [1 or batch, 1 or heads, L, S]: nothing is copied of a mask that serves several heads or queries. */
    private static Tensor byHead(Tensor mask, long[] shape, long batch, long heads, long queries, long keys) {
        boolean shared = mask.numel() == mask.size(-1) * (mask.rank() > 1 ? mask.size(-2) : 1);
        if (shape.length != 2 && !shared) {
            return Ops.reshape(Ops.expand(mask, with(shape, queries, keys)), batch, heads, queries, keys);
        }
        var sizes = new long[] {1, 1, 1, 1};
        for (int d = 1; d <= Math.min(4, mask.rank()); d++) {
            sizes[4 - d] = mask.size(-d);
        }
        var four = mask.rank() == 4 ? mask : Ops.reshape(mask, sizes);
        return Ops.expand(four, sizes[0] == 1 ? 1 : batch, sizes[1] == 1 ? 1 : heads, queries, keys);
    }

    private static long[] with(long[] shape, long rows, long columns) {
        var sizes = Arrays.copyOf(shape, shape.length + 2);
        sizes[shape.length] = rows;
        sizes[shape.length + 1] = columns;
        return sizes;
    }

    /** What is added to the scores: itself, or 0 where a boolean mask holds and negative infinity elsewhere. */
    static Tensor additive(Tensor mask, DType dtype) {
        if (mask.dtype() == DType.BOOL) {
            return Ops.where(mask, 0, Creation.full(new long[0], Double.NEGATIVE_INFINITY, dtype, mask.device()));
        }
        if (!mask.dtype().isFloating()) {
            throw new DTypeException("attention: a mask must be boolean or floating, got " + mask.dtype() + "\n  try:   to(BOOL) it");
        }
        return mask.to(dtype);
    }

    /** Every head as often as it has heads of the query to serve. */
    private static Tensor repeated(Tensor x, Tensor query) {
        if (query.rank() < 3 || x.rank() < 3 || x.size(-3) == 0 || query.size(-3) % x.size(-3) != 0) {
            throw new ShapeException(NAME + ": the query's heads (dimension -3) must be a multiple of those of key and value\n  query: "
                + Operand.describe(query) + "   key or value: " + Operand.describe(x));
        }
        long times = query.size(-3) / x.size(-3);
        if (times == 1) {
            return x;
        }
        int heads = x.rank() - 3;
        var copies = new long[x.rank() + 1];
        Arrays.fill(copies, -1);
        copies[heads + 1] = times;
        return Ops.flatten(Ops.expand(Ops.unsqueeze(x, heads + 1), copies), heads, heads + 1);
    }

    private static void requireFitting(Tensor query, Tensor key, Tensor value) {
        boolean fits = query.rank() >= 2 && key.rank() >= 2 && value.rank() >= 2 && query.size(-1) == key.size(-1)
            && key.size(-2) == value.size(-2);
        if (!fits) {
            throw new ShapeException(NAME + ": query [..., L, E], key [..., S, E] and value [..., S, Ev] must fit\n  query: "
                + Operand.describe(query) + "   key: " + Operand.describe(key) + "   value: " + Operand.describe(value));
        }
    }
}
