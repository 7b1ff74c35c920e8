package dev.tenon.nn.recurrent;

import dev.tenon.tensor.Tensor;

/**
 * What an LSTM remembers: for a layer {@code [layers * directions, batch, size]} each, for a cell {@code [batch, size]}, without a batch less that
 * dimension.
 *
 * @param hidden what is shown; of the projection's size where there is one
 * @param cell what is kept
 */
public record LstmState(Tensor hidden, Tensor cell) {
    /** The same values without their history: where a long sequence is learned piece by piece, gradients end here. */
    public LstmState detach() {
        return new LstmState(hidden.detach(), cell.detach());
    }
}
