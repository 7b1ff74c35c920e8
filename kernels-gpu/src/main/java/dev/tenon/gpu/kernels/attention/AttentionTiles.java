package dev.tenon.gpu.kernels.attention;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.Launch;

/**
 * The sizes of one attention, {@code [batch, queries, width]}, {@code [batch, keys, width]} and {@code [batch, keys, valueWidth]}, and the
 * tiles that blocks take.
 *
 * @param maskStep elements from one batch's mask to the next; 0 for one mask that serves all
 * @param tile queries or keys of a tile
 */
record AttentionTiles(long batch, long queries, long keys, long width, long valueWidth, double scale, boolean isCausal, long maskStep,
    long tile) {
    private static final int THREADS = 256;
    private static final int WARPS = THREADS / 32;
    /** Tiles of values that a block of the forward kernel sums up side by side. */
    private static final long PANELS = 2;

    static AttentionTiles of(UncheckedOperand query, UncheckedOperand key, UncheckedOperand value, long maskStep, double scale,
        boolean isCausal) {
        return new AttentionTiles(query.sizes()[0], query.sizes()[1], key.sizes()[1], query.sizes()[2], value.sizes()[2], scale, isCausal,
            maskStep, query.dtype() == DType.FLOAT64 ? 32 : 64);
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

    /** A warp for each query. */
    void rows(Launch launch) {
        launch.i64(batch * queries).i64(valueWidth).grid(Dim.of(Math.toIntExact(Math.ceilDiv(batch * queries, (long) WARPS))),
            Dim.of(THREADS), 0);
    }

    private void run(Launch launch, long rows, long parts) {
        long tiles = Math.ceilDiv(rows, tile);
        var sizes = new Attention(queries, keys, width, valueWidth, maskStep, scale, isCausal, Math.toIntExact(tiles));
        AttentionStruct.write(sizes, launch.arguments().struct(AttentionStruct.BYTES));
        launch.grid(Dim.of(Math.toIntExact(batch * tiles), Math.toIntExact(Math.max(1, parts))), Dim.of(THREADS), 0);
    }
}
