package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operands of one kernel run. Inputs are read, outputs are uninitialised memory to be written whole. */
public final class KernelCall {
    private final @Nullable Operand[] inputs;
    private final Operand[] outputs;
    private final DType compute;

    public KernelCall(@Nullable Operand[] inputs, Operand[] outputs, DType compute) {
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
    public Operand in(int i) {
        var input = inputs[i];
        if (input == null) {
            throw new IllegalStateException("input " + i + " was not given");
        }
        return input;
    }

    /** Input {@code i}, or null where an optional one was not given. */
    public @Nullable Operand inOrNull(int i) {
        return i < inputs.length && has(i) ? in(i) : null;
    }

    /** The inputs of an operator whose only tensors are a list. */
    public List<Operand> list() {
        var list = new ArrayList<Operand>(inputs.length);
        for (int i = 0; i < inputs.length; i++) {
            list.add(in(i));
        }
        return list;
    }

    public Operand out(int i) {
        return outputs[i];
    }

    /** The dtype the inputs are promoted to before the formula is applied. */
    public DType compute() {
        return compute;
    }
}
