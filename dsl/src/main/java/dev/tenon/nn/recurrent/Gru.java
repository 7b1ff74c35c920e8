package dev.tenon.nn.recurrent;

import dev.tenon.core.Ints;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A recurrent layer with gates: with parts r, z and n of {@code x W_ih^T + b_ih} and of {@code h W_hh^T + b_hh},
 * {@code n = tanh(n_x + sigmoid(r_x + r_h) n_h)} and {@code h = n + sigmoid(z_x + z_h) (h - n)}.
 *
 * @see <a href="https://arxiv.org/abs/1406.1078">Cho et al. (2014)</a>
 */
public final class Gru extends HiddenRecurrent {
    /** One layer, one direction. Weights and biases start uniform within {@code 1 / sqrt(hiddenSize)}. */
    public Gru(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, o -> o);
    }

    /** As configured: {@code o -> o.layers(2).bidirectional()}. Weights and biases start uniform within {@code 1 / sqrt(hiddenSize)}. */
    public Gru(long inputSize, long hiddenSize, UnaryOperator<RecurrentOptions> options) {
        super("GRU", 3, inputSize, hiddenSize, options.apply(RecurrentOptions.DEFAULT));
    }

    @Override
    List<Tensor> pass(Tensor input, List<Tensor> states, Weights given, Ints batchSizes, boolean reverse) {
        var hidden = states.getFirst();
        var result = UncheckedOps.gruLayer(input, hidden, given.ih(), given.hh(), given.biasIh(), given.biasHh(), batchSizes.toArray(),
            reverse,
            given.kept(input, hidden), Weights.wanted(input));
        return List.of(result.output(), result.lastHidden());
    }
}
