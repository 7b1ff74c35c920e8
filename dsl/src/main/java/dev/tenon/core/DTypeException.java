package dev.tenon.core;

/** A dtype that an operator does not take. */
public final class DTypeException extends TenonException {
    private static final long serialVersionUID = 1L;

    public DTypeException(String message) {
        super(message);
    }
}
