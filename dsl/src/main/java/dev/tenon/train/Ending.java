package dev.tenon.train;

/** How a training ended. */
public enum Ending {
    /** All epochs, or all steps of the limit, were done. */
    COMPLETE,
    /** A callback stopped it, such as {@link EarlyStopping}. */
    STOPPED,
    /** Its thread was interrupted. */
    INTERRUPTED
}
