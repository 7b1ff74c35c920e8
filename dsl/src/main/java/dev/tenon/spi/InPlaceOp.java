package dev.tenon.spi;

import org.jspecify.annotations.Nullable;

/**
 * A call of the form in place of an operator, whose result is written over its first input: {@code add_} of {@code add}. Listeners see it.
 *
 * @param op the operator, with the attributes of the call
 */
public record InPlaceOp(Op op) implements Op {
    @Override
    public OpDescriptor descriptor() {
        return op.descriptor().inPlace();
    }

    @Override
    public @Nullable String gradFn() {
        return op.gradFn();
    }
}
