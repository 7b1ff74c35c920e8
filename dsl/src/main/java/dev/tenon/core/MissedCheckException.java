package dev.tenon.core;

/**
 * Arguments that an operator can do nothing with and that no check of it refused: they are wrong, and it is a fault of Tenon not to say how,
 * or of the library whose kernel or rule it is. The cause is what they led to.
 */
public final class MissedCheckException extends TenonException {
    private static final long serialVersionUID = 1L;
    private static final String TENON = "dev.tenon.";

    /** The exception that these arguments of an operator led to, as one that names the operator. */
    public MissedCheckException(String operator, RuntimeException cause) {
        super(operator + ": these arguments led to " + root(cause) + blame(root(cause)));
        initCause(cause);
    }

    /** Whose code it was: the first that is not the JDK's. */
    private static String blame(Throwable root) {
        for (var frame : root.getStackTrace()) {
            var name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith(TENON)) {
                return ", which is a fault of its code, " + frame
                    + "\n  try:   an index that stays within the operands' sizes there, or 'require:' in its entry";
            }
            if (name.startsWith(TENON)) {
                break;
            }
        }
        return ", which is a fault of Tenon: a check should have refused them\n  try:   smaller numbers and other shapes, and please report it";
    }

    private static Throwable root(Throwable thrown) {
        var cause = thrown.getCause();
        return cause == null ? thrown : root(cause);
    }
}
