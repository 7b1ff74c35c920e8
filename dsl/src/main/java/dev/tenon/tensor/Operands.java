package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operands of an operator that takes a list of tensors, as the one array that {@link Dispatch} knows. */
public final class Operands {
    private Operands() {}

    /**
     * The tensors of a list, and behind them the others.
     *
     * @throws ArgumentException if the list or a tensor in it is null; the message names the operator
     */
    public static @Nullable Tensor[] of(String op, List<? extends @Nullable Tensor> list, @Nullable Tensor... others) {
        given(op, "the list of tensors", list);
        var operands = new @Nullable Tensor[list.size() + others.length];
        int n = 0;
        for (var tensor : list) {
            operands[n++] = tensor;
        }
        System.arraycopy(others, 0, operands, n, others.length);
        return operands;
    }

    /**
     * Checks a list of tensors.
     *
     * @throws ArgumentException if it or a tensor in it is null; the message names the operator
     */
    public static void given(String op, String param, @Nullable List<? extends @Nullable Tensor> list) {
        if (list == null) {
            throw new ArgumentException(op + ": " + param + " is null\n  try:   pass a list of tensors");
        }
        int n = 0;
        for (var tensor : list) {
            if (tensor == null) {
                throw new ArgumentException(op + ": tensor " + n + " of " + param + " is null\n  try:   leave it out");
            }
            tensor.requireAlive(op);
            n++;
        }
    }

    /** The gradients of a list and behind them those of the others; any may be null. */
    public static @Nullable Tensor[] gradients(List<? extends @Nullable Tensor> list, @Nullable Tensor... others) {
        var gradients = list.toArray(new @Nullable Tensor[list.size() + others.length]);
        System.arraycopy(others, 0, gradients, list.size(), others.length);
        return gradients;
    }
}
