package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DTypeException;
import dev.tenon.core.IndexException;
import dev.tenon.core.Operand;
import dev.tenon.spi.Layouts;
import dev.tenon.spi.OpDescriptor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operands of a call: checked, and those of a list of tensors as the one array that {@link Dispatch} knows. */
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
    private static void given(String op, String param, @Nullable List<? extends @Nullable Tensor> list) {
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

    /**
     * Checks an operand of an operator that is made of others, which may hand it on without a look at its memory.
     *
     * @throws ArgumentException if it is null
     * @throws dev.tenon.core.ReleasedException if it is a tensor that has been released
     */
    public static void given(String op, String param, @Nullable Object operand) {
        if (operand == null) {
            throw new ArgumentException(op + ": " + param + " is null\n  try:   pass a tensor");
        }
        if (operand instanceof Tensor tensor) {
            tensor.requireAlive(op);
        }
    }

    /** Checks the inputs of a call as the signature of its operator says: that they are given, alive, and of the right dtypes. */
    static void check(OpDescriptor op, @Nullable Tensor[] inputs) {
        if (!op.isChecked()) {
            return;
        }
        for (int i = 0; i < inputs.length; i++) {
            var input = inputs[i];
            if (input != null) {
                input.requireAlive(op.called());
                if (!op.takes(i, input.dtype()) && !(input.isWrappedNumber() && op.letter(i) == 'F')) {
                    throw ofWrongDtype(op, i, input);
                }
            } else if (!op.isOptional(i)) {
                throw new ArgumentException(op.called() + ": " + op.inputName(i) + " is null\n  try:   pass a tensor");
            }
        }
    }

    private static DTypeException ofWrongDtype(OpDescriptor op, int i, Tensor operand) {
        var wanted = switch (op.letter(i)) {
            case 'W' -> "float32 or float64";
            case 'F' -> "floating";
            case 'I' -> "an integer dtype";
            case 'Q' -> "an integer dtype or bool";
            case 'B' -> "bool";
            default -> "numeric, not bool";
        };
        var param = op.inputName(i);
        return new DTypeException(
            op.called() + ": the dtype of " + param + " must be " + wanted + ", got " + operand.dtype() + "\n  " + param
                + ": " + Operand.describe(operand) + "\n  try:   to(...) another dtype first");
    }

    /**
     * A tensor of a list, from the end where the place is negative.
     *
     * @throws IndexException if the list has none there
     */
    public static Tensor item(List<Tensor> list, long place) {
        int n = list.size();
        if (place < -n || place >= n) {
            throw new IndexException("item: the list has no tensor " + place + ", got " + n + (n == 1 ? " tensor" : " tensors")
                + "\n  try:   a list of more tensors");
        }
        return list.get((int) (place < 0 ? place + n : place));
    }

    /** Whether a tensor has these sizes. */
    public static boolean hasSizes(Tensor operand, long[] sizes) {
        return Arrays.equals(operand.sizes(), sizes);
    }

    /** Whether these sizes, of as many elements, can be seen in a tensor's memory without a copy. */
    public static boolean canBeSeenAs(Tensor operand, long[] sizes) {
        return operand.isContiguous() || Layouts.viewStrides(operand.sizes(), operand.strides(), sizes) != null;
    }
}
