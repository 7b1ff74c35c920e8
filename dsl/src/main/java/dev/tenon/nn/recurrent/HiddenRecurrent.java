package dev.tenon.nn.recurrent;

import dev.tenon.tensor.Tensor;
import java.util.List;

/** A recurrent layer whose state is the hidden one alone. */
abstract sealed class HiddenRecurrent extends Recurrent permits Rnn, Gru {
    HiddenRecurrent(String name, int gates, long inputSize, long hiddenSize, RecurrentOptions options) {
        super(name, gates, inputSize, hiddenSize, options);
    }

    /** The output of all steps and the last hidden states, from initial ones of zeros. */
    public final RecurrentOutput<Tensor> forwardAll(Tensor input) {
        return result(called(input, List.of()));
    }

    /**
     * The output of all steps and the last hidden states.
     *
     * @param input {@code [time, batch, inputSize]}, with batchFirst {@code [batch, time, inputSize]}, without a batch {@code [time, inputSize]}
     * @param hidden the initial states, {@code [layers * directions, batch, hiddenSize]}, without a batch less that dimension
     */
    public final RecurrentOutput<Tensor> forwardAll(Tensor input, Tensor hidden) {
        return result(called(input, List.of(hidden)));
    }

    /** The outputs of packed sequences, and the hidden states after each one's own last step. */
    public final RecurrentOutput<PackedSequence> forwardAll(PackedSequence input) {
        return result(called(input, List.of()));
    }

    /** The same from initial states {@code [layers * directions, batch, hiddenSize]}, in the order in which the sequences were given. */
    public final RecurrentOutput<PackedSequence> forwardAll(PackedSequence input, Tensor hidden) {
        return result(called(input, List.of(hidden)));
    }

    private static <S> RecurrentOutput<S> result(Result<S> result) {
        return new RecurrentOutput<>(result.output(), result.states().getFirst());
    }
}
