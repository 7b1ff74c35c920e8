package dev.tenon.nn.recurrent;

import dev.tenon.tensor.Tensor;

/**
 * Everything an RNN or GRU gives.
 *
 * @param output the hidden states of the top layer in all steps, both directions side by side: a tensor, or packed as the input was
 * @param hidden the last hidden state of each layer and direction, {@code [layers * directions, batch, size]}, of each sequence's own last step
 * @param <S> {@link Tensor} or {@link PackedSequence}
 */
public record RecurrentOutput<S>(S output, Tensor hidden) {}
