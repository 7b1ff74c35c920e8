package dev.tenon.nn.recurrent;

import dev.tenon.tensor.Tensor;

/**
 * Everything an LSTM gives.
 *
 * @param output the hidden states of the top layer in all steps, both directions side by side: a tensor, or packed as the input was
 * @param hidden the last hidden state of each layer and direction, {@code [layers * directions, batch, size]}, of each sequence's own last step
 * @param cell the last cell state of each layer and direction
 * @param <S> {@link Tensor} or {@link PackedSequence}
 */
public record LstmOutput<S>(S output, Tensor hidden, Tensor cell) {
    /** The last states, with which the next piece of the sequences begins. */
    public LstmState state() {
        return new LstmState(hidden, cell);
    }
}
