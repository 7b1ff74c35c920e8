package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operands of one kernel run. Inputs are read, outputs are uninitialised memory to be written whole. The funnel makes calls when
 * it has checked everything; see {@link UncheckedCall}.
 */
public final class KernelCall {
    private final @Nullable SealedOperand[] inputs;
    private final SealedOperand[] outputs;
    private final DType compute;

    KernelCall(@Nullable SealedOperand[] inputs, SealedOperand[] outputs, DType compute) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.compute = compute;
    }

    public int inputs() {
        return inputs.length;
    }

    public int outputs() {
        return outputs.length;
    }

    /** Whether the optional input {@code i} was given. */
    public boolean has(int i) {
        return inputs[i] != null;
    }

    /** Input {@code i}; it must have been given. */
    public UncheckedOperand in(int i) {
        var input = inputs[i];
        if (input == null) {
            throw new IllegalStateException("input " + i + " was not given");
        }
        return input.unchecked();
    }

    /** Input {@code i}, or null where an optional one was not given. */
    public @Nullable UncheckedOperand inOrNull(int i) {
        return i < inputs.length && has(i) ? in(i) : null;
    }

    /** The inputs of an operator whose only tensors are a list. */
    public List<UncheckedOperand> list() {
        var list = new ArrayList<UncheckedOperand>(inputs.length);
        for (int i = 0; i < inputs.length; i++) {
            list.add(in(i));
        }
        return list;
    }

    public UncheckedOperand out(int i) {
        return outputs[i].unchecked();
    }

    /** The dtype the inputs are promoted to before the formula is applied. */
    public DType compute() {
        return compute;
    }
}
