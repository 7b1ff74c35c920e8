package dev.tenon.nn.recurrent;

import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The weights of one direction of one layer, or of a cell.
 *
 * @param ih of the input, {@code [gates * hidden, input]}
 * @param hh of the state, {@code [gates * hidden, state]}
 * @param biasIh added to the first, {@code [gates * hidden]}, or null
 * @param biasHh added to the second, or null
 * @param hr the projection {@code [state, hidden]} of an LSTM, or null
 */
record Weights(Tensor ih, Tensor hh, @Nullable Tensor biasIh, @Nullable Tensor biasHh, @Nullable Tensor hr) {
    /** Of how many rows gates are kept for a gradient: of all, or of none where nobody will ask for one. */
    long kept(Tensor input, Tensor... states) {
        boolean learns = learns(input) || learns(ih) || learns(hh) || learns(biasIh) || learns(biasHh) || learns(hr);
        for (var state : states) {
            learns |= learns(state);
        }
        return learns && GradMode.isEnabled() ? input.size(0) : 0;
    }

    /** Of how many rows of the input a gradient is wanted. */
    static long wanted(Tensor input) {
        return input.requiresGrad() && GradMode.isEnabled() ? input.size(0) : 0;
    }

    private static boolean learns(@Nullable Tensor tensor) {
        return tensor != null && tensor.requiresGrad();
    }
}
