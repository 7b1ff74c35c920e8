package dev.tenon.core;

/** An index or a dimension out of range. */
public final class IndexException extends TenonException {
    private static final long serialVersionUID = 1L;

    public IndexException(String message) {
        super(message);
    }
}
