package dev.tenon.core;

/** An attribute whose value breaks an operator's rule. */
public final class ArgumentException extends TenonException {
    private static final long serialVersionUID = 1L;

    public ArgumentException(String message) {
        super(message);
    }
}
