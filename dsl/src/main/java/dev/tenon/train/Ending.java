package dev.tenon.train;

import dev.tenon.train.callback.EarlyStopping;

/** How a training ended. */
public enum Ending {
    /** All epochs, or all steps of the limit, were done. */
    COMPLETE,
    /** A callback stopped it, such as {@link EarlyStopping}. */
    STOPPED,
    /** Its thread was interrupted. */
    INTERRUPTED
}
