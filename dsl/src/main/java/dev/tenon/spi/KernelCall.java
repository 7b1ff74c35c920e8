package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.Operand;
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

    public Operand out(int i) {
        return outputs[i];
    }

    /** The dtype the inputs are promoted to before the formula is applied. */
    public DType compute() {
        return compute;
    }
}
