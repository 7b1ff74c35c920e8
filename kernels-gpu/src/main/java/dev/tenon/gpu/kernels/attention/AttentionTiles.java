package dev.tenon.gpu.kernels.attention;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.Launch;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of one attention, {@code [batch, queries, heads, width]}, {@code [batch, keys, heads, width]} and
 * {@code [batch, keys, heads, valueWidth]}, and the tiles that blocks take.
 *
 * @param maskBatch elements from one batch element's mask to the next; 0 for one mask that serves all
 * @param maskHead elements from one head's mask to the next; 0 for one mask that serves all
 * @param tile queries or keys of a tile
 */
record AttentionTiles(long batch, long queries, long keys, long heads, long width, long valueWidth, double scale, boolean isCausal,
    long maskBatch, long maskHead, long tile) {
    private static final int THREADS = 256;
    private static final int WARPS = THREADS / 32;
    /** Tiles of values that a block of the forward kernel sums up side by side. */
    private static final long PANELS = 2;

    static AttentionTiles of(UncheckedOperand query, UncheckedOperand key, UncheckedOperand value, @Nullable UncheckedOperand mask,
        double scale, boolean isCausal) {
        long queries = query.sizes()[1];
        long keys = key.sizes()[1];
        long maskHead = mask == null || mask.sizes()[1] == 1 ? 0 : queries * keys;
        long maskBatch = mask == null || mask.sizes()[0] == 1 ? 0 : mask.sizes()[1] * queries * keys;
        return new AttentionTiles(query.sizes()[0], queries, keys, query.sizes()[2], query.sizes()[3], value.sizes()[3], scale, isCausal,
            maskBatch, maskHead, query.dtype() == DType.FLOAT64 ? 32 : 64);
    }

    /** A block for each tile of queries and each part of the values. */
    void attend(Launch launch) {
        run(launch, queries, Math.ceilDiv(valueWidth, PANELS * tile));
    }

    /** A block for each tile of queries and each part of their gradient. */
    void eachQuery(Launch launch) {
        run(launch, queries, Math.ceilDiv(width, tile));
    }

    /** A block for each tile of keys and each part of their gradients. */
    void eachKey(Launch launch) {
        run(launch, keys, Math.ceilDiv(Math.max(width, valueWidth), tile));
    }

    /** A warp for each query of each head. */
    void rows(Launch launch) {
        long rows = batch * heads * queries;
        launch.i64(rows).i64(queries).i64(heads).i64(valueWidth).grid(Dim.of(Math.toIntExact(Math.ceilDiv(rows, (long) WARPS))),
            Dim.of(THREADS), 0);
    }

    private void run(Launch launch, long rows, long parts) {
        long tiles = Math.ceilDiv(rows, tile);
        var sizes = new Attention(queries, keys, heads, width, valueWidth, maskBatch, maskHead, scale, isCausal,
            Math.toIntExact(tiles));
        AttentionStruct.write(sizes, launch.arguments().struct(AttentionStruct.BYTES));
        launch.grid(Dim.of(Math.toIntExact(batch * heads * tiles), Math.toIntExact(Math.max(1, parts))), Dim.of(THREADS), 0);
    }
}
