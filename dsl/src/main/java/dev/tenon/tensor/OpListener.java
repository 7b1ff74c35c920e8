package dev.tenon.tensor;

import dev.tenon.spi.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees every operator call of a thread as data; the hook for tracing, profiling and export. A call is told when it begins and when it ends,
 * as {@link #applied} or as {@link #failed}, and what is told between the two are its parts. The form in place of an operator is told as an
 * {@link dev.tenon.spi.InPlaceOp}.
 *
 * <p>Operators that the listener calls itself are not told. A listener changes nothing about the calls that it sees: if it throws, they go on,
 * it is told of no more of them, and {@link #listen} throws its exception when the work has ended.
 */
@FunctionalInterface
public interface OpListener {
    /** Called after the outputs were computed. Absent optional inputs are null, tensors of a list stand in the place of the list. */
    void applied(Op op, List<@Nullable Tensor> inputs, List<Tensor> outputs);

    /** Called before anything is checked or computed. */
    default void begun(Op op, List<@Nullable Tensor> inputs) {}

    /** Called in place of {@link #applied} if the call ends with an exception. */
    default void failed(Op op, List<@Nullable Tensor> inputs, Throwable cause) {}

    /**
     * Called before a backward pass computes what the function of a recorded call gives; the operators that it calls, and the sums with gradients
     * that were there, are told between this and {@link #differentiated}.
     */
    default void differentiating(GradFn function) {}

    /** Called after {@link #differentiating}, also if that ended with an exception. */
    default void differentiated(GradFn function) {}

    /**
     * Whether the parts of this call are told as well, asked when it begins: the calls that {@code layer_norm} is made of, or that a primitive
     * operator makes in preparation. By default they are not.
     */
    default boolean inside(Op op) {
        return false;
    }

    /** Runs {@code work} and tells {@code listener} of every call that it makes in this thread; a listener around it is not told. */
    static void listen(OpListener listener, Runnable work) {
        Listening.listen(listener, work);
    }

    /** A listener that hears the parts of every call, and theirs. */
    static OpListener withParts(OpListener listener) {
        return new OpListener() {
            @Override
            public void applied(Op op, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
                listener.applied(op, inputs, outputs);
            }

            @Override
            public void begun(Op op, List<@Nullable Tensor> inputs) {
                listener.begun(op, inputs);
            }

            @Override
            public void failed(Op op, List<@Nullable Tensor> inputs, Throwable cause) {
                listener.failed(op, inputs, cause);
            }

            @Override
            public void differentiating(GradFn function) {
                listener.differentiating(function);
            }

            @Override
            public void differentiated(GradFn function) {
                listener.differentiated(function);
            }

            @Override
            public boolean inside(Op op) {
                return true;
            }
        };
    }
}
