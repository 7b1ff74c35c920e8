package dev.tenon.gpu.kernels.attention;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.gpu.kernels.BothDevices;
import dev.tenon.ops.FusedAttention;
import dev.tenon.ops.FusedAttentionBackward;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention over one tile and several, with and without masks, values narrower and wider than what a block sums up. */
class AttentionTest extends BothDevices {
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void attention_and_its_gradients_are_those_of_the_cpu(DType dtype) {
        attention(dtype, null, false, 2, 1, 5, 7, 4, 3);
        attention(dtype, random(dtype, 4, 1, 1, 70, 130), false, 2, 1, 70, 130, 33, 40);
        attention(dtype, random(dtype, 4, 2, 3, 65, 3), true, 2, 3, 65, 3, 8, 8);
        attention(dtype, random(dtype, 4, 2, 1, 1, 9).expand(2, 1, 6, 9), false, 2, 3, 6, 9, 8, 8);
        attention(dtype, null, true, 1, 2, 130, 90, 70, 150);
        attention(dtype, null, false, 2, 2, 5, 0, 4, 3);
        attention(dtype, null, false, 2, 2, 0, 5, 4, 3);
    }

    private static void attention(DType dtype, @Nullable Tensor mask, boolean causal, long batch, long heads, long queries, long keys,
        long width, long valueWidth) {
        var query = random(dtype, 1, batch, queries, heads, width);
        var key = random(dtype, 2, batch, keys, heads, width);
        var value = random(dtype, 3, batch, keys, heads, valueWidth);
        double scale = 1 / Math.sqrt(width);
        var forward = new FusedAttention(scale, causal);
        same(forward, query, key, value, mask);
        var results = Dispatch.applyMany(forward, null, query, key, value, mask);
        var grad = random(dtype, 5, batch, queries, heads, valueWidth);
        same(new FusedAttentionBackward(scale, causal), grad, query, key, value, mask, results[0], results[1]);
    }

    @Test
    void queries_that_see_nothing_get_zeros() {
        var mask = Tenon.full(new long[] {1, 1, 3, 70}, Double.NEGATIVE_INFINITY);
        attention(DType.FLOAT32, mask, false, 2, 2, 3, 70, 4, 5);
    }
}
