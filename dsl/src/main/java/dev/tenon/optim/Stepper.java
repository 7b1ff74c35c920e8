package dev.tenon.optim;

import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Steps the parameters of one group and keeps what that needs from step to step.
 *
 * @param <O> the settings
 */
public interface Stepper<O extends OptimizerOptions<O>> {
    /**
     * Moves the parameters that have gradients; gradients are off.
     *
     * @param closure computes loss and gradients anew; null where the caller gave none. An optimizer that calls it answers its first loss.
     * @return the loss, if this asked the closure for it
     */
    @Nullable Tensor step(O options, @Nullable Supplier<Tensor> closure);

    /** Whether {@link #step} asks the closure, several times perhaps; otherwise the optimizer does so once, before all groups step. */
    default boolean asksClosure() {
        return false;
    }

    /** Whether nothing has stepped yet, so that a new one in its place loses nothing. */
    default boolean isFresh() {
        return false;
    }

    /** Names of what is kept with other settings; a change that alters them is refused. */
    default List<String> states(O options) {
        return List.of();
    }

    /**
     * Adds what is kept by PyTorch's names: {@code 3.exp_avg}. The tensors are this stepper's own.
     *
     * @param first the number of the group's first parameter
     */
    void save(int first, Map<String, Tensor> into);

    /**
     * Checks what a state holds of this group and converts it.
     *
     * @return what takes it over
     * @throws dev.tenon.core.TenonException if it does not fit
     */
    Runnable read(int first, Map<String, Tensor> from);
}
