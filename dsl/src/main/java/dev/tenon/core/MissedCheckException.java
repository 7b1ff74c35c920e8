package dev.tenon.core;

/**
 * Arguments that an operator can do nothing with and that no check of it refused: they are wrong, and it is a fault of Tenon not to say how.
 * The cause is what they led to.
 */
public final class MissedCheckException extends TenonException {
    private static final long serialVersionUID = 1L;

    /** The exception that these arguments of an operator led to, as one that names the operator. */
    public MissedCheckException(String operator, RuntimeException cause) {
        super(operator + ": these arguments led to " + root(cause)
            + ", which is a fault of Tenon: a check should have refused them\n  try:   smaller numbers and other shapes, and please report it");
        initCause(cause);
    }

    private static Throwable root(Throwable thrown) {
        var cause = thrown.getCause();
        return cause == null ? thrown : root(cause);
    }
}
