package dev.tenon.tensor;

import dev.tenon.spi.Op;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listener while a thread's calls are told to it. This is the one place where they are. */
final class Listening {
    private final OpListener listener;
    private @Nullable Throwable failure;

    private Listening(OpListener listener) {
        this.listener = listener;
    }

    static void listen(OpListener listener, Runnable work) {
        var context = Context.current();
        var before = context.listening;
        var listening = new Listening(listener);
        context.listening = listening;
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            if (listening.failure != null) {
                e.addSuppressed(listening.failure);
            }
            throw e;
        } finally {
            context.listening = before;
        }
        switch (listening.failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {
            }
        }
    }

    /** Makes a call between the events of its begin and its end. */
    <R> R tell(Context context, Op op, @Nullable Tensor[] inputs, Function<R, List<Tensor>> outputs, Supplier<R> call) {
        List<@Nullable Tensor> given = Collections.unmodifiableList(Arrays.asList(inputs.clone()));
        boolean inside = ask(context, () -> {
            listener.begun(op, given);
            return listener.inside(op);
        });
        R result;
        context.listening = inside ? this : null;
        try {
            result = call.get();
        } catch (RuntimeException | Error e) {
            tell(context, () -> listener.failed(op, given, e));
            throw e;
        } finally {
            context.listening = this;
        }
        tell(context, () -> listener.applied(op, given, outputs.apply(result)));
        return result;
    }

    /** Takes a step of a backward pass between the events of its begin and its end. */
    void tell(Context context, GradFn function, Runnable step) {
        tell(context, () -> listener.differentiating(function));
        try {
            step.run();
        } finally {
            tell(context, () -> listener.differentiated(function));
        }
    }

    private void tell(Context context, Runnable event) {
        ask(context, () -> {
            event.run();
            return false;
        });
    }

    /** Runs the listener's code; of what that calls nothing is told, and what it throws waits until the work has ended. */
    private boolean ask(Context context, BooleanSupplier event) {
        if (failure != null) {
            return false;
        }
        context.listening = null;
        try {
            return event.getAsBoolean();
        } catch (RuntimeException | Error e) {
            failure = e;
            return false;
        } finally {
            context.listening = this;
        }
    }
}
