package dev.tenon.train.callback;

import dev.tenon.train.Callback;

/** A callback that leaves files: it hears of an epoch after those that measure and stop, and is not at work in a {@code fastDevRun}. */
public interface FileCallback extends Callback {
    /** Before checkpoints, after all others. */
    int AFTER_MEASURES = 60;

    @Override
    default int order() {
        return AFTER_MEASURES;
    }

    @Override
    default boolean inFastDevRun() {
        return false;
    }
}
