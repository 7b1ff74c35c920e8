package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.AutogradException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Changes parameters against their gradients. Parameters without a gradient are left alone, as are their states.
 *
 * @param <O> the settings
 */
public final class Optimizer<O extends OptimizerOptions<O>> {
    private final Rule<O> rule;
    private final List<Group<O>> groups = new ArrayList<>();

    /** An optimizer of one group; others can be added. */
    Optimizer(Rule<O> rule, O options, List<Tensor> parameters) {
        this.rule = rule;
        add(parameters, options);
    }

    /** Adds a group with settings of its own: {@code add(head.parameters(), o -> o.lr(1e-2))} changes those of the first group. */
    public Optimizer<O> add(List<Tensor> parameters, UnaryOperator<O> options) {
        return add(parameters, options.apply(options()));
    }

    private Optimizer<O> add(List<Tensor> parameters, O options) {
        if (parameters.isEmpty() && groups.isEmpty()) {
            throw new ArgumentException(rule.name() + ": there are no parameters to train\n  try:   over(model.parameters())");
        }
        for (var parameter : parameters) {
            requireTrainable(parameter);
        }
        groups.add(new Group<>(rule, options, parameters));
        return this;
    }

    private void requireTrainable(Tensor parameter) {
        if (!parameter.isLeaf() || !parameter.requiresGrad()) {
            throw new AutogradException(rule.name() + ": a parameter must be a leaf that requires grad, got shape " + parameter.shape()
                + (parameter.isLeaf() ? " without requiresGrad" : ", the result of an operator")
                + "\n  try:   requiresGrad_(true) on a leaf");
        }
        if (groups.stream().anyMatch(group -> group.contains(parameter))) {
            throw new ArgumentException(rule.name() + ": a parameter of shape " + parameter.shape() + " is in two groups");
        }
    }

    /** Moves every parameter that has a gradient. */
    public void step() {
        try (var _ = GradMode.noGrad()) {
            for (var group : groups) {
                group.step();
            }
        }
    }

    /** Forgets all gradients. */
    public void zeroGrad() {
        for (var group : groups) {
            group.zeroGrad();
        }
    }

    /** The settings of the first group. */
    public O options() {
        return groups.getFirst().options();
    }

    /** Changes the settings of every group: {@code configure(o -> o.lr(1e-4))}. */
    public void configure(UnaryOperator<O> change) {
        for (var group : groups) {
            var changed = change.apply(group.options());
            rule.requireSameStates(group.options(), changed);
            group.options(changed);
        }
    }

    /** The learning rate of the first group. */
    public double lr() {
        return options().lr();
    }

    /** Sets the learning rate of every group. */
    public void lr(double rate) {
        configure(o -> o.lr(rate));
    }

    /**
     * The state by name: per parameter its step count and buffers, per group its learning rate. The buffers are those of the optimizer, not
     * copies.
     */
    public Map<String, Tensor> stateDict() {
        var state = new LinkedHashMap<String, Tensor>();
        int first = 0;
        for (int g = 0; g < groups.size(); g++) {
            var group = groups.get(g);
            state.put("group." + g + ".lr", Creation.full(new long[0], group.options().lr(), DType.FLOAT64, Device.CPU));
            group.save(first, state);
            first += group.size();
        }
        return state;
    }

    /**
     * Restores a state that {@link #stateDict} gave, of an optimizer over parameters of the same shapes in the same groups.
     *
     * @throws ArgumentException if the names differ
     * @throws dev.tenon.core.ShapeException if a shape differs
     */
    public void loadStateDict(Map<String, Tensor> state) {
        var own = stateDict();
        if (!own.keySet().equals(state.keySet())) {
            throw new ArgumentException(rule.name() + ": the state is of another optimizer\n  own: " + own.keySet() + "\n  given: "
                + state.keySet());
        }
        int first = 0;
        for (int g = 0; g < groups.size(); g++) {
            var group = groups.get(g);
            group.options(group.options().lr(StateEntry.of(state, "group." + g + ".lr").item()));
            group.load(first, state);
            first += group.size();
        }
    }

    @Override
    public String toString() {
        return rule.name() + "(" + options() + ")";
    }
}
