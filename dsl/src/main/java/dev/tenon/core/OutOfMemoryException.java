package dev.tenon.core;

/** Memory asked for beyond the limit; the message says how much was asked and how much is held. */
public final class OutOfMemoryException extends TenonException {
    private static final long serialVersionUID = 1L;

    public OutOfMemoryException(String message) {
        super(message);
    }
}
