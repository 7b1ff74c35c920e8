package dev.tenon.core;

/** An operator for which a device has no kernel. */
public final class MissingKernelException extends DeviceException {
    private static final long serialVersionUID = 1L;

    private final String operator;

    /**
     * An error that names the operator.
     *
     * @param operator the name in the spec
     */
    public MissingKernelException(String operator, String message) {
        super(message);
        this.operator = operator;
    }

    /** The operator without a kernel: that which was called, or one that it is made of. */
    public String operator() {
        return operator;
    }
}
