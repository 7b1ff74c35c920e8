package dev.tenon.optim.schedule;

import dev.tenon.optim.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * How learning rates change. Immutable: each method answers a changed copy. {@link #over} makes what goes step by step.
 *
 * @param <S> this class
 */
public abstract class Schedule<S extends Schedule<S>> {
    final Arguments arguments;

    Schedule(Arguments arguments) {
        this.arguments = arguments;
    }

    abstract S copy(Arguments changed);

    /** Checks the arguments. */
    void check() {}

    /**
     * The same schedule with another value of one of PyTorch's arguments.
     *
     * @throws dev.tenon.core.ArgumentException if there is no such argument, or this is no value of it
     */
    public final S with(String argument, @Nullable Object value) {
        return copy(arguments.with(argument, value));
    }

    /** PyTorch's class name. */
    public final String name() {
        return arguments.schedule();
    }

    /**
     * This schedule of an optimizer's groups; sets their first learning rates.
     *
     * @throws dev.tenon.core.ArgumentException if an argument is missing, out of its range, or does not fit the optimizer
     */
    public abstract Scheduler over(Optimizer<?> optimizer);

    @Override
    public final String toString() {
        return arguments.toString();
    }
}
