package dev.tenon.data;

import dev.tenon.core.TenonException;

/** A sample that could not be made; the message says which, where it comes from, and why. The cause is what was thrown. */
public final class SampleException extends TenonException {
    private static final long serialVersionUID = 1L;

    SampleException(String sample, RuntimeException cause) {
        super(sample + ": " + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()));
        initCause(cause);
    }
}
