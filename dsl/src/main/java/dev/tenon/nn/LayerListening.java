package dev.tenon.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Who listens to the calls of layers, by thread. */
final class LayerListening {
    private static final ScopedValue<List<LayerListener>> CURRENT = ScopedValue.newInstance();
    /** How many listen in any thread: while it is 0 a call need not look for its own. */
    private static final AtomicInteger ACTIVE = new AtomicInteger();

    private LayerListening() {}

    static boolean any() {
        return ACTIVE.get() != 0 && CURRENT.isBound();
    }

    /** The outermost first. */
    static List<LayerListener> current() {
        return any() ? CURRENT.get() : List.of();
    }

    static void listen(LayerListener listener, Runnable work) {
        var all = new ArrayList<>(current());
        all.add(listener);
        ACTIVE.incrementAndGet();
        try {
            ScopedValue.where(CURRENT, List.copyOf(all)).run(work);
        } finally {
            ACTIVE.decrementAndGet();
        }
    }
}
