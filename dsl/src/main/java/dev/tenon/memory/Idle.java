package dev.tenon.memory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has a pool that nobody asks for anything give back, after some seconds, what waits. */
final class Idle {
    private final Pool pool;
    private final AtomicBoolean watching = new AtomicBoolean();

    Idle(Pool pool) {
        this.pool = pool;
    }

    /** Looks at the pool after a while, and again as long as much waits there. */
    void watch() {
        if (!watching.get() && watching.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(Reserve.WINDOW_NANOS, TimeUnit.NANOSECONDS).execute(this::look);
        }
    }

    private void look() {
        watching.set(false);
        if (pool.tidy()) {
            watch();
        }
    }
}
