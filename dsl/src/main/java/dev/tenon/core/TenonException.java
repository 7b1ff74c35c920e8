package dev.tenon.core;

import org.jspecify.annotations.Nullable;

/** Base of every exception Tenon throws; the message names the operator, the rule with its numbers, the operands and a way out. */
public class TenonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private transient @Nullable Address address;

    public TenonException(String message) {
        super(message);
    }

    /** Where in a program of many parts an error happened. */
    @FunctionalInterface
    public interface Address {
        /** The message with the place in it. */
        String told(String message);
    }

    /** Where it happened, as far as that is known; null where nobody told. */
    public final @Nullable Address address() {
        return address;
    }

    /** Tells where it happened, while the exception is on its way. */
    public final void address(Address place) {
        address = place;
    }

    /** The message without a place. */
    public final String reason() {
        var message = super.getMessage();
        return message == null ? getClass().getSimpleName() : message;
    }

    @Override
    public String getMessage() {
        return address == null ? reason() : address.told(reason());
    }
}
