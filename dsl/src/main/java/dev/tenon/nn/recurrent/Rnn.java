package dev.tenon.nn.recurrent;

import dev.tenon.core.Ints;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The simplest recurrent layer: {@code h = tanh(x W_ih^T + b_ih + h W_hh^T + b_hh)}, or with {@code relu()} the positive part of the sum.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.RNN.html">PyTorch's RNN</a>
 */
public final class Rnn extends HiddenRecurrent {
    /** One layer, one direction. Weights and biases start uniform within {@code 1 / sqrt(hiddenSize)}. */
    public Rnn(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, o -> o);
    }

    /** As configured: {@code o -> o.layers(2).bidirectional()}. Weights and biases start uniform within {@code 1 / sqrt(hiddenSize)}. */
    public Rnn(long inputSize, long hiddenSize, UnaryOperator<RecurrentOptions> options) {
        super("RNN", 1, inputSize, hiddenSize, options.apply(RecurrentOptions.DEFAULT));
    }

    @Override
    List<Tensor> pass(Tensor input, List<Tensor> states, Weights given, Ints batchSizes, boolean reverse) {
        var hidden = states.getFirst();
        var result = UncheckedOps.rnnLayer(input, hidden, given.ih(), given.hh(), given.biasIh(), given.biasHh(), batchSizes.toArray(),
            reverse,
            options.nonlinearity(), Weights.wanted(input));
        return List.of(result.output(), result.lastHidden());
    }
}
