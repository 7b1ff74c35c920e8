package dev.tenon.nn.recurrent;

import dev.tenon.core.Ints;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Long short-term memory: with parts i, f, g and o of {@code x W_ih^T + b_ih + h W_hh^T + b_hh}, the cell is
 * {@code c = sigmoid(f) c + sigmoid(i) tanh(g)} and what is shown {@code h = sigmoid(o) tanh(c)}, times {@code W_hr^T} where there is a projection.
 * {@snippet :
 * var lstm = new Lstm(64, 128, o -> o.layers(2).batchFirst().dropout(0.2));
 * var all = lstm.forwardAll(input);
 * var next = lstm.forwardAll(more, all.state().detach());
 * }
 *
 * @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and Schmidhuber (1997)</a>
 */
public final class Lstm extends Recurrent {
    /** One layer, one direction. Weights and biases start uniform within {@code 1 / sqrt(hiddenSize)}. */
    public Lstm(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, o -> o);
    }

    /** As configured: {@code o -> o.layers(2).bidirectional()}. Weights and biases start uniform within {@code 1 / sqrt(hiddenSize)}. */
    public Lstm(long inputSize, long hiddenSize, UnaryOperator<RecurrentOptions> options) {
        super("LSTM", 4, inputSize, hiddenSize, options.apply(RecurrentOptions.DEFAULT));
    }

    /** The output of all steps and the last states, from initial ones of zeros. */
    public LstmOutput<Tensor> forwardAll(Tensor input) {
        return result(called(input, List.of()));
    }

    /**
     * The output of all steps and the last states.
     *
     * @param input {@code [time, batch, inputSize]}, with batchFirst {@code [batch, time, inputSize]}, without a batch {@code [time, inputSize]}
     * @param initial the states before the first step, {@code [layers * directions, batch, size]}, without a batch less that dimension
     */
    public LstmOutput<Tensor> forwardAll(Tensor input, LstmState initial) {
        return result(called(input, List.of(initial.hidden(), initial.cell())));
    }

    /** The outputs of packed sequences, and the states after each one's own last step. */
    public LstmOutput<PackedSequence> forwardAll(PackedSequence input) {
        return result(called(input, List.of()));
    }

    /** The same from initial states {@code [layers * directions, batch, size]}, in the order in which the sequences were given. */
    public LstmOutput<PackedSequence> forwardAll(PackedSequence input, LstmState initial) {
        return result(called(input, List.of(initial.hidden(), initial.cell())));
    }

    private static <S> LstmOutput<S> result(Result<S> result) {
        return new LstmOutput<>(result.output(), result.states().get(0), result.states().get(1));
    }

    @Override
    List<Tensor> pass(Tensor input, List<Tensor> states, Weights given, Ints batchSizes, boolean reverse) {
        var hidden = states.get(0);
        var cell = states.get(1);
        var result = UncheckedOps.lstmLayer(input, hidden, cell, given.ih(), given.hh(), given.biasIh(), given.biasHh(), given.hr(),
            batchSizes.toArray(), reverse, given.kept(input, hidden, cell), Weights.wanted(input));
        return List.of(result.output(), result.lastHidden(), result.lastCell());
    }
}
