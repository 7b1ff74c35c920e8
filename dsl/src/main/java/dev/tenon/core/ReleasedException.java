package dev.tenon.core;

/** Use of a tensor whose memory a scope has released. */
public final class ReleasedException extends TenonException {
    private static final long serialVersionUID = 1L;

    public ReleasedException(String message) {
        super(message);
    }
}
