package dev.tenon.nn.recurrent;

import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of an {@link Lstm}. */
public final class LstmCell extends RecurrentCell {
    public LstmCell(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, true);
    }

    /** Weights and biases start uniform within {@code 1 / sqrt(hiddenSize)}. */
    public LstmCell(long inputSize, long hiddenSize, boolean withBias) {
        super("LSTMCell", 4, inputSize, hiddenSize, withBias);
    }

    /**
     * The next state.
     *
     * @param input {@code [batch, inputSize]} or {@code [inputSize]}
     * @param state {@code [batch, hiddenSize]} or {@code [hiddenSize]} each; null for zeros
     * @throws ShapeException if they do not fit
     */
    public LstmState step(Tensor input, @Nullable LstmState state) {
        var next = called(input, state == null ? List.of() : List.of(state.hidden(), state.cell()));
        return new LstmState(next.get(0), next.get(1));
    }

    @Override
    List<Tensor> next(Tensor input, List<Tensor> states, Weights weights) {
        var hidden = states.get(0);
        var cell = states.get(1);
        var result = UncheckedOps.lstmLayer(input, hidden, cell, weights.ih(), weights.hh(), weights.biasIh(), weights.biasHh(), null,
            new long[] {input.size(0)}, false, weights.kept(input, hidden, cell), Weights.wanted(input));
        return List.of(result.lastHidden(), result.lastCell());
    }
}
