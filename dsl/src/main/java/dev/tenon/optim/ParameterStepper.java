package dev.tenon.optim;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Steps the parameters of a group that have gradients, and keeps a state of each. */
abstract class ParameterStepper<O extends OptimizerOptions<O>> implements Stepper<O> {
    private final List<ParameterState> states = new ArrayList<>();

    /** The states of these parameters; {@code keep} adds to each what is kept of it. */
    ParameterStepper(List<Tensor> parameters, Consumer<ParameterState> keep) {
        for (var parameter : parameters) {
            var state = new ParameterState(parameter);
            keep.accept(state);
            states.add(state);
        }
    }

    /** Steps these parameters, all of which have gradients; their numbers of steps count this one. */
    abstract void step(O options, List<ParameterState> states, List<Tensor> grads);

    @Override
    public final @Nullable Tensor step(O options, @Nullable Supplier<Tensor> closure) {
        var moving = new ArrayList<ParameterState>();
        var grads = new ArrayList<Tensor>();
        for (var state : states) {
            var grad = state.parameter.gradForUpdate();
            if (grad != null) {
                state.steps++;
                moving.add(state);
                grads.add(grad);
            }
        }
        step(options, moving, grads);
        return null;
    }

    @Override
    public final boolean isFresh() {
        return states.stream().allMatch(state -> state.steps == 0);
    }

    @Override
    public final void save(int first, Map<String, Tensor> into) {
        for (int i = 0; i < states.size(); i++) {
            states.get(i).save(first + i + ".", into);
        }
    }

    @Override
    public final Runnable read(int first, Map<String, Tensor> from) {
        var loads = new ArrayList<Runnable>();
        for (int i = 0; i < states.size(); i++) {
            loads.add(states.get(i).read(first + i + ".", from));
        }
        return () -> loads.forEach(Runnable::run);
    }
}
