package dev.tenon.tensor;

import dev.tenon.memory.ThreadMemory;
import dev.tenon.memory.UncheckedVisitor;
import dev.tenon.spi.Inference;
import dev.tenon.spi.UncheckedCall;
import org.jspecify.annotations.Nullable;

/** What the funnel keeps per thread, so that two trainings in two threads do not see each other. */
final class Context {
    private static final ThreadLocal<Context> CURRENT = ThreadLocal.withInitial(Context::new);

    final Inference inference = UncheckedCall.inference();
    final ThreadMemory memory = ThreadMemory.current();
    final UncheckedVisitor visitor = memory.visitor();
    boolean gradEnabled = true;
    boolean detectAnomaly;
    /** When the thread's last node was made. */
    long nodes;
    @Nullable Listening listening;
    @Nullable Autocast autocast;
    /** Whether a call is under way that is an event of the flight recorder; its parts are not. */
    boolean inEvent;

    static Context current() {
        return CURRENT.get();
    }
}
