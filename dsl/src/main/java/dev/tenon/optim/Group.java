package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters with the same settings. */
final class Group<O extends OptimizerOptions<O>> {
    final List<Tensor> parameters;
    Stepper<O> stepper;
    O options;
    /** The learning rate before any schedule changed it; null where none has. */
    @Nullable Double initialLr;

    Group(O options, List<Tensor> parameters) {
        this.options = options;
        this.parameters = List.copyOf(parameters);
        this.stepper = options.stepper(this.parameters);
    }

    boolean contains(Tensor parameter) {
        return parameters.stream().anyMatch(own -> own == parameter);
    }

    /** Takes settings that {@link #requireFitting} has seen. */
    void options(O changed) {
        boolean same = stepper.states(options).equals(stepper.states(changed));
        options = changed;
        stepper = same ? stepper : changed.stepper(parameters);
    }

    /** Checks that changed settings fit together, and need the states that there are; before the first step they may need others. */
    O requireFitting(O changed) {
        changed.requireConsistent();
        return stepper.isFresh() ? changed : requireSameStates(changed);
    }

    /** Checks that settings need the states that there are. */
    O requireSameStates(O changed) {
        changed.requireConsistent();
        var before = stepper.states(options);
        var after = stepper.states(changed);
        if (!before.equals(after)) {
            throw new ArgumentException(
                options.name() + ": settings that need other buffers cannot be changed later: " + before + " became "
                    + after + "\n  try:   a new optimizer");
        }
        return changed;
    }
}
