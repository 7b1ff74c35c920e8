package dev.tenon.nn.recurrent;

import dev.tenon.tensor.Tensor;

/**
 * Sequences of several lengths, filled up to the same one.
 *
 * @param output {@code [time, batch, ...]}, or {@code [batch, time, ...]}
 * @param lengths how long each one is, int64 {@code [batch]}
 */
public record PaddedSequences(Tensor output, Tensor lengths) {}
