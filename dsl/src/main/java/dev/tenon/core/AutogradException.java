package dev.tenon.core;

/** A backward pass that cannot be computed: a freed graph, a modified saved tensor, a tensor without history. */
public final class AutogradException extends TenonException {
    private static final long serialVersionUID = 1L;

    public AutogradException(String message) {
        super(message);
    }
}
