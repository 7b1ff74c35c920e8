package dev.tenon.nn.hook;

import java.util.concurrent.atomic.AtomicBoolean;

/** A hook that is there until it is removed. */
public final class HookHandle implements AutoCloseable {
    private final Runnable removal;
    private final AtomicBoolean removed = new AtomicBoolean();

    HookHandle(Runnable removal) {
        this.removal = removal;
    }

    /** Takes the hook away; once more does nothing. */
    public void remove() {
        if (!removed.getAndSet(true)) {
            removal.run();
        }
    }

    @Override
    public void close() {
        remove();
    }
}
