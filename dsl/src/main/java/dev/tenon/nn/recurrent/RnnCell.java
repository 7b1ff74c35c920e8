package dev.tenon.nn.recurrent;

import dev.tenon.nn.LayerText;
import dev.tenon.ops.Nonlinearity;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.List;
import java.util.Locale;

/** One step of an {@link Rnn}: {@code h = tanh(x W_ih^T + b_ih + h W_hh^T + b_hh)}, or the positive part of the sum. */
public final class RnnCell extends HiddenCell {
    private final Nonlinearity nonlinearity;

    public RnnCell(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, true, Nonlinearity.TANH);
    }

    /** Weights and biases start uniform within {@code 1 / sqrt(hiddenSize)}. */
    public RnnCell(long inputSize, long hiddenSize, boolean withBias, Nonlinearity nonlinearity) {
        super("RNNCell", 1, inputSize, hiddenSize, withBias);
        this.nonlinearity = nonlinearity;
    }

    @Override
    List<Tensor> next(Tensor input, List<Tensor> states, Weights weights) {
        return List.of(UncheckedOps.rnnLayer(input, states.getFirst(), weights.ih(), weights.hh(), weights.biasIh(), weights.biasHh(),
            new long[] {input.size(0)}, false, nonlinearity, Weights.wanted(input)).output());
    }

    @Override
    LayerText shown(LayerText text) {
        return nonlinearity == Nonlinearity.TANH ? text : text.add("nonlinearity", nonlinearity.name().toLowerCase(Locale.ROOT));
    }
}
