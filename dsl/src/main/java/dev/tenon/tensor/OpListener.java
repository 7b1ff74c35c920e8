package dev.tenon.tensor;

import dev.tenon.spi.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees every operator call of a thread as data; the hook for tracing, profiling and export. */
@FunctionalInterface
public interface OpListener {
    /** Called after the outputs were computed. Absent optional inputs are null. */
    void applied(Op op, List<@Nullable Tensor> inputs, List<Tensor> outputs);

    /** Runs {@code work} and tells {@code listener} of every call that it makes in this thread; a listener around it is not told. */
    static void listen(OpListener listener, Runnable work) {
        var context = Context.current();
        var before = context.listener;
        context.listener = listener;
        try {
            work.run();
        } finally {
            context.listener = before;
        }
    }
}
