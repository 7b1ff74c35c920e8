package dev.tenon.nn.recurrent;

import dev.tenon.ops.Nonlinearity;

/**
 * How a recurrent layer is made.
 *
 * @param layers how many are stacked, each taking the outputs of the one below; 1
 * @param bias whether biases are added; true
 * @param isBatchFirst whether inputs and outputs are {@code [batch, time, features]} and not {@code [time, batch, features]}; false, and true in a
 *     declaration
 * @param dropout how probably an output of a layer is dropped in training before it enters the next one; 0
 * @param isBidirectional whether a second set of weights reads every sequence from its end; false
 * @param projection what the hidden state of an LSTM is projected to; 0 for no projection
 * @param nonlinearity of an RNN; tanh
 * @param isLast whether the layer's main output is the last hidden state of the top layer, {@code [batch, features]}, and not those of all steps; false
 */
public record RecurrentOptions(long layers, boolean bias, boolean isBatchFirst, double dropout, boolean isBidirectional, long projection,
    Nonlinearity nonlinearity, boolean isLast) {
    public static final RecurrentOptions DEFAULT = new RecurrentOptions(1, true, false, 0, false, 0, Nonlinearity.TANH, false);

    public RecurrentOptions layers(long count) {
        return new RecurrentOptions(count, bias, isBatchFirst, dropout, isBidirectional, projection, nonlinearity, isLast);
    }

    public RecurrentOptions noBias() {
        return new RecurrentOptions(layers, false, isBatchFirst, dropout, isBidirectional, projection, nonlinearity, isLast);
    }

    /** Inputs and outputs are {@code [batch, time, features]}. */
    public RecurrentOptions batchFirst() {
        return new RecurrentOptions(layers, bias, true, dropout, isBidirectional, projection, nonlinearity, isLast);
    }

    public RecurrentOptions dropout(double probability) {
        return new RecurrentOptions(layers, bias, isBatchFirst, probability, isBidirectional, projection, nonlinearity, isLast);
    }

    public RecurrentOptions bidirectional() {
        return new RecurrentOptions(layers, bias, isBatchFirst, dropout, true, projection, nonlinearity, isLast);
    }

    /** The hidden state of an LSTM has this size, which must be below that of its cell. */
    public RecurrentOptions projection(long size) {
        return new RecurrentOptions(layers, bias, isBatchFirst, dropout, isBidirectional, size, nonlinearity, isLast);
    }

    /** An RNN rectifies, where it would otherwise take the hyperbolic tangent. */
    public RecurrentOptions relu() {
        return new RecurrentOptions(layers, bias, isBatchFirst, dropout, isBidirectional, projection, Nonlinearity.RELU, isLast);
    }

    /**
     * The main output is the last hidden state of the top layer, that of both directions side by side: what a classifier of sequences asks for.
     * The direction that reads from the end has it at the beginning, so this is not the output of the last step.
     */
    public RecurrentOptions last() {
        return new RecurrentOptions(layers, bias, isBatchFirst, dropout, isBidirectional, projection, nonlinearity, true);
    }
}
