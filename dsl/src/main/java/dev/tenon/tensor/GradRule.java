package dev.tenon.tensor;

import dev.tenon.spi.Op;
import org.jspecify.annotations.Nullable;

/**
 * The backward function of an operator: generated from its spec entry, made of ordinary operators so that higher orders work by themselves.
 *
 * @param <O> the operator's record
 */
public interface GradRule<O extends Op> {
    /** Bit {@code i} is set if the backward function reads the value of input {@code i}; only those are kept until then. */
    long savedInputs();

    /** Bit {@code i} is set if the backward function reads the value of output {@code i}. */
    long savedOutputs();

    /**
     * Bit {@code i} is set if output {@code i} is there for the backward function alone: no caller is given it, and its memory goes back as soon as that
     * function has run and will not run again.
     */
    default long ownOutputs() {
        return 0;
    }

    /**
     * The gradient of each input, null where there is none. A gradient may have the broadcast shape and the computing dtype:
     * the engine reduces it to the input's.
     */
    @Nullable Tensor[] backward(O op, GradCall call);
}
