package dev.tenon.gpu.kernels.attention;

import dev.tenon.spi.CudaStruct;

/**
 * The sizes of one attention, {@code [batch, queries, heads, width]}, {@code [batch, keys, heads, width]} and
 * {@code [batch, keys, heads, valueWidth]}, as its kernels take them.
 *
 * @param maskBatch elements from one batch element's mask to the next; 0 for one mask that serves all
 * @param maskHead elements from one head's mask to the next; 0 for one mask that serves all
 * @param tiles of queries or keys in one head
 */
@CudaStruct
record Attention(long queries, long keys, long heads, long width, long valueWidth, long maskBatch, long maskHead, double scale,
    boolean causal, int tiles) {}
