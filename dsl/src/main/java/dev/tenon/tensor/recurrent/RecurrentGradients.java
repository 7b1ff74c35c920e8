package dev.tenon.tensor.recurrent;

import dev.tenon.core.Ints;
import dev.tenon.ops.Nonlinearity;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of recurrent layers for derivatives of higher order: the layer is computed again in ordinary operators, step by step, and
 * differentiated.
 */
public final class RecurrentGradients {
    private RecurrentGradients() {}

    /** The gradient by argument {@code which}, in the order of {@code rnn_layer}. */
    public static Tensor rnn(long which, Tensor gradOutput, Tensor gradHidden, Tensor input, Tensor hidden, Tensor weightIh,
        Tensor weightHh,
        @Nullable Tensor biasIh, @Nullable Tensor biasHh, Ints batchSizes, boolean reverse, Nonlinearity nonlinearity) {
        var own = distinct(input, hidden, weightIh, weightHh, biasIh, biasHh);
        var unrolled = new Unrolled(batchSizes.toArray(), reverse);
        var outputs = unrolled.run(Ops.linear(given(own, 0), given(own, 2), own[4]), (x, state) -> {
            var sum = Ops.add(x, Ops.linear(state.getFirst(), given(own, 3), own[5]));
            return List.of(nonlinearity == Nonlinearity.TANH ? Ops.tanh(sum) : Ops.relu(sum));
        }, given(own, 1));
        return gradient(which, own, outputs, List.of(gradOutput, gradHidden));
    }

    /** The gradient by argument {@code which}, in the order of {@code lstm_layer}. */
    public static Tensor lstm(long which, Tensor gradOutput, Tensor gradHidden, Tensor gradCell, Tensor input, Tensor hidden, Tensor cell,
        Tensor weightIh, Tensor weightHh, @Nullable Tensor biasIh, @Nullable Tensor biasHh, @Nullable Tensor weightHr, Ints batchSizes,
        boolean reverse) {
        var own = distinct(input, hidden, cell, weightIh, weightHh, biasIh, biasHh, weightHr);
        var unrolled = new Unrolled(batchSizes.toArray(), reverse);
        var outputs = unrolled.run(Ops.linear(given(own, 0), given(own, 3), own[5]), (x, state) -> {
            var gates = Ops.chunk(Ops.add(x, Ops.linear(state.getFirst(), given(own, 4), own[6])), 4, 1);
            var kept = Ops.mul(Ops.sigmoid(gates.get(1)), state.get(1));
            var next = Ops.add(kept, Ops.mul(Ops.sigmoid(gates.get(0)), Ops.tanh(gates.get(2))));
            var shown = Ops.mul(Ops.sigmoid(gates.get(3)), Ops.tanh(next));
            return List.of(own[7] == null ? shown : Ops.linear(shown, own[7]), next);
        }, given(own, 1), given(own, 2));
        return gradient(which, own, outputs, List.of(gradOutput, gradHidden, gradCell));
    }

    /** The gradient by argument {@code which}, in the order of {@code gru_layer}. */
    public static Tensor gru(long which, Tensor gradOutput, Tensor gradHidden, Tensor input, Tensor hidden, Tensor weightIh,
        Tensor weightHh,
        @Nullable Tensor biasIh, @Nullable Tensor biasHh, Ints batchSizes, boolean reverse) {
        var own = distinct(input, hidden, weightIh, weightHh, biasIh, biasHh);
        var unrolled = new Unrolled(batchSizes.toArray(), reverse);
        var outputs = unrolled.run(Ops.linear(given(own, 0), given(own, 2), own[4]), (x, state) -> {
            var ofInput = Ops.chunk(x, 3, 1);
            var ofState = Ops.chunk(Ops.linear(state.getFirst(), given(own, 3), own[5]), 3, 1);
            var reset = Ops.sigmoid(Ops.add(ofInput.get(0), ofState.get(0)));
            var update = Ops.sigmoid(Ops.add(ofInput.get(1), ofState.get(1)));
            var fresh = Ops.tanh(Ops.add(ofInput.get(2), Ops.mul(reset, ofState.get(2))));
            return List.of(Ops.add(fresh, Ops.mul(update, Ops.sub(state.getFirst(), fresh))));
        }, given(own, 1));
        return gradient(which, own, outputs, List.of(gradOutput, gradHidden));
    }

    /** The arguments as tensors of their own: one that is given twice has a gradient in each place. */
    private static @Nullable Tensor[] distinct(@Nullable Tensor... arguments) {
        return Arrays.stream(arguments).map(each -> each == null ? null : Ops.view(each, each.shape().toArray())).toArray(Tensor[]::new);
    }

    private static Tensor given(@Nullable Tensor[] arguments, int i) {
        var argument = arguments[i];
        if (argument == null) {
            throw new IllegalArgumentException("argument " + i + " must be given");
        }
        return argument;
    }

    private static Tensor gradient(long which, @Nullable Tensor[] arguments, List<Tensor> outputs, List<Tensor> gradients) {
        var argument = given(arguments, Math.toIntExact(which));
        var differentiable = new ArrayList<Tensor>();
        var weights = new ArrayList<@Nullable Tensor>();
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).requiresGrad()) {
                differentiable.add(outputs.get(i));
                weights.add(gradients.get(i));
            }
        }
        var gradient = Autograd.grad(differentiable, List.of(argument), weights, true, true, true).getFirst();
        return gradient == null ? Ops.zerosLike(argument) : gradient;
    }
}
