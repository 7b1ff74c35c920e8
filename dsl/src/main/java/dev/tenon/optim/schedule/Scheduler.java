package dev.tenon.optim.schedule;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.Setting;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Changes the learning rates of an optimizer's groups, once after every epoch or after every step of the optimizer. */
public abstract class Scheduler {
    final Optimizer<?> optimizer;

    Scheduler(Optimizer<?> optimizer) {
        this.optimizer = optimizer;
    }

    /**
     * Goes one step on.
     *
     * @throws ArgumentException if this schedule follows a measure, as {@link ReduceLrOnPlateau} does, or has no more steps
     */
    public abstract void step();

    /** Goes one step on with the measure that was reached; most schedules do not look at it. */
    public void step(double measure) {
        step();
    }

    /** Whether {@link #step(double)} must be called. */
    public boolean needsMeasure() {
        return false;
    }

    /** The learning rate of every group, as it was last set here. */
    public abstract List<Double> lastLr();

    /** The optimizer whose groups these are. */
    public final Optimizer<?> optimizer() {
        return optimizer;
    }

    /** The state by PyTorch's names, arguments included; functions are not. */
    public abstract Map<String, Tensor> stateDict();

    /**
     * Restores a state that {@link #stateDict} gave of a schedule of the same kind. The optimizer's learning rates are of its own state.
     *
     * @throws ArgumentException if the names differ; nothing is changed then
     */
    public abstract void loadStateDict(Map<String, Tensor> state);

    /** Takes back the step that making it took, and begins anew when it is its turn; for sequences. */
    abstract void undo();

    /** The first step: sets the first learning rates. */
    abstract void begin();

    /** Begins in the middle of a sequence. */
    abstract void restart();

    final List<Double> rates() {
        return optimizer.groups().stream().map(options -> options.lr()).toList();
    }

    /** An entry of a state whose names have been checked. */
    static Tensor entry(Map<String, Tensor> state, String name) {
        return Objects.requireNonNull(state.get(name), name);
    }

    /** A list of numbers, one for each group. */
    final List<Double> rates(Map<String, Tensor> state, String name) {
        var numbers = Arrays.stream(entry(state, name).toDoubleArray()).boxed().toList();
        if (numbers.size() != optimizer.groups().size()) {
            throw new ArgumentException("loadStateDict: '" + name + "' is of " + numbers.size() + " groups, the optimizer has "
                + optimizer.groups().size());
        }
        return numbers;
    }

    /** A schedule's arguments, with which a state begins. */
    static Map<String, Tensor> saved(Schedule<?> schedule) {
        var state = new LinkedHashMap<String, Tensor>();
        schedule.arguments.saved().forEach((name, value) -> state.put(name, Setting.tensor(value)));
        return state;
    }

    static Tensor whole(long number) {
        return Creation.full(new long[0], number, DType.INT64, Device.CPU);
    }

    /** The schedule with the arguments of a state, which must have the names of this scheduler's own. */
    final <S extends Schedule<S>> S loaded(Schedule<S> schedule, Map<String, Tensor> state) {
        var own = stateDict();
        require(own.keySet().equals(state.keySet()), own, state);
        var changed = schedule.copy(schedule.arguments);
        for (var argument : schedule.arguments.saved().entrySet()) {
            changed = changed.with(argument.getKey(), Setting.value(entry(state, argument.getKey()), argument.getValue()));
        }
        changed.arguments.requireGroups(optimizer.groups().size());
        changed.check();
        return changed;
    }

    /** Refuses a state of another schedule. */
    final void require(boolean fits, Map<String, Tensor> own, Map<String, Tensor> given) {
        if (!fits) {
            throw new ArgumentException("loadStateDict: the state is of another schedule\n  own: " + own.keySet() + "\n  given: "
                + given.keySet());
        }
    }
}
