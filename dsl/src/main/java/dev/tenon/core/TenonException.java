package dev.tenon.core;

/** Base of every exception Tenon throws; the message names the operator, the rule with its numbers, the operands and a way out. */
public class TenonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TenonException(String message) {
        super(message);
    }
}
