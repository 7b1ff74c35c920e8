package dev.tenon.core;

/** Shapes or ranks that do not fit an operator's rule. */
public final class ShapeException extends TenonException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }
}
