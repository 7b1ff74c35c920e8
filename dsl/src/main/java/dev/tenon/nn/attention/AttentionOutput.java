package dev.tenon.nn.attention;

import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What attention gives.
 *
 * @param output as the query is laid out, {@code [length, batch, embedDim]} or {@code [batch, length, embedDim]}
 * @param weights how much each query takes of each key: {@code [batch, queries, keys]}, of each head {@code [batch, heads, queries, keys]}; null if
 *     they were not wanted
 */
public record AttentionOutput(Tensor output, @Nullable Tensor weights) {}
