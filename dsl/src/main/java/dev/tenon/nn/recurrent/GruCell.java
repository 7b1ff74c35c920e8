package dev.tenon.nn.recurrent;

import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.List;

/** One step of a {@link Gru}. */
public final class GruCell extends HiddenCell {
    public GruCell(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, true);
    }

    /** Weights and biases start uniform within {@code 1 / sqrt(hiddenSize)}. */
    public GruCell(long inputSize, long hiddenSize, boolean withBias) {
        super("GRUCell", 3, inputSize, hiddenSize, withBias);
    }

    @Override
    List<Tensor> next(Tensor input, List<Tensor> states, Weights weights) {
        var hidden = states.getFirst();
        return List.of(UncheckedOps.gruLayer(input, hidden, weights.ih(), weights.hh(), weights.biasIh(), weights.biasHh(),
            new long[] {input.size(0)}, false, weights.kept(input, hidden), Weights.wanted(input)).output());
    }
}
