package dev.tenon.nn.recurrent;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.MultiLayer;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What cells share: one step of one layer, from {@code [batch, inputSize]} or {@code [inputSize]}. */
abstract sealed class RecurrentCell extends MultiLayer permits LstmCell, HiddenCell {
    private static final String[] STATES = {"hidden", "cell"};
    private final String name;
    private final long inputSize;
    private final long hiddenSize;
    private final Parameter weightIh;
    private final Parameter weightHh;
    private final @Nullable Parameter biasIh;
    private final @Nullable Parameter biasHh;

    RecurrentCell(String name, int gates, long inputSize, long hiddenSize, boolean withBias) {
        Sizes.requirePositive(name, "inputSize", inputSize);
        Sizes.requirePositive(name, "hiddenSize", hiddenSize);
        this.name = name;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        long rows = Math.multiplyExact(gates, hiddenSize);
        this.weightIh = parameter("weight_ih", Init.fanIn(hiddenSize, rows, inputSize));
        this.weightHh = parameter("weight_hh", Init.fanIn(hiddenSize, rows, hiddenSize));
        this.biasIh = withBias ? parameter("bias_ih", Init.fanIn(hiddenSize, rows)) : null;
        this.biasHh = withBias ? parameter("bias_hh", Init.fanIn(hiddenSize, rows)) : null;
    }

    /** The next states of a batch. */
    abstract List<Tensor> next(Tensor input, List<Tensor> states, Weights weights);

    private int states() {
        return this instanceof LstmCell ? 2 : 1;
    }

    /** The next states as a call, from some or from zeros. */
    final List<Tensor> called(Tensor input, List<Tensor> initial) {
        return callAll(Recurrent.listed(input, initial));
    }

    private List<Tensor> advance(Tensor input, List<Tensor> initial) {
        require(input);
        boolean isBatched = input.rank() == 2;
        var x = isBatched ? input : Ops.unsqueeze(input, 0);
        var states = new ArrayList<Tensor>();
        for (int i = 0; i < states(); i++) {
            if (initial.isEmpty()) {
                states.add(Creation.zeros(input.dtype(), input.device(), x.size(0), hiddenSize));
            } else {
                requireState(STATES[i], initial.get(i), input);
                states.add(isBatched ? initial.get(i) : Ops.unsqueeze(initial.get(i), 0));
            }
        }
        var weights = new Weights(weightIh.value(), weightHh.value(), biasIh == null ? null : biasIh.value(),
            biasHh == null ? null : biasHh.value(), null);
        var next = next(x, states, weights);
        return isBatched ? next : next.stream().map(state -> Ops.squeeze(state, 0)).toList();
    }

    private void require(Tensor input) {
        if (input.rank() != 1 && input.rank() != 2 || input.size(-1) != inputSize) {
            throw new ShapeException(name + ": the input must be [batch, " + inputSize + "] or [" + inputSize + "]\n  input: "
                + Operand.describe(input) + "\n  try:   "
                + (input.rank() == 3 ? "forward() of every step, or the layer in place of the cell"
                    : "inputSize = " + (input.rank() == 0 ? 1 : input.size(-1))));
        }
        var dtype = weightIh.value().dtype();
        if (input.dtype() != dtype) {
            throw new DTypeException(name + ": the input must have the dtype of the weights, " + dtype + ", got " + input.dtype()
                + "\n  input: " + Operand.describe(input) + "\n  try:   to(" + dtype.name() + ") it");
        }
    }

    private void requireState(String state, Tensor given, Tensor input) {
        var wanted = input.rank() == 2 ? new long[] {input.size(0), hiddenSize} : new long[] {hiddenSize};
        if (!Arrays.equals(given.shape().toArray(), wanted)) {
            throw new ShapeException(name + ": the " + state + " state must be " + Arrays.toString(wanted) + "\n  " + state + ": "
                + Operand.describe(given) + "   input: " + Operand.describe(input) + "\n  try:   leave it out for zeros");
        }
    }

    /** The next states of the input, and behind it states or none. */
    @Override
    protected final List<Tensor> outputs(List<Tensor> given) {
        if (given.size() != 1 && given.size() != 1 + states()) {
            throw new ArgumentException(label() + ": takes an input, and behind it " + (states() == 1 ? "its hidden state"
                : "its hidden and cell state") + " or none, got " + given.size() + " tensors");
        }
        return advance(given.getFirst(), given.subList(1, given.size()));
    }

    @Override
    protected final String typeName() {
        return name;
    }

    @Override
    protected final String extraRepr() {
        return shown(new LayerText().add(inputSize).add(hiddenSize).add("bias", biasIh != null, true)).arguments();
    }

    /** Adds what only this kind of cell has. */
    LayerText shown(LayerText text) {
        return text;
    }
}
