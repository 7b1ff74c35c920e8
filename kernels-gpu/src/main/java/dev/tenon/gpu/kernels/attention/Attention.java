package dev.tenon.gpu.kernels.attention;

import dev.tenon.spi.CudaStruct;

/**
 * The sizes of one attention, {@code [batch, queries, width]}, {@code [batch, keys, width]} and {@code [batch, keys, valueWidth]}, as its
 * kernels take them.
 *
 * @param maskStep elements from one batch's mask to the next; 0 for one mask that serves all
 * @param tiles of queries or keys in one batch element
 */
@CudaStruct
record Attention(long queries, long keys, long width, long valueWidth, long maskStep, double scale, boolean causal, int tiles) {}
