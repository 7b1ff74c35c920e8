package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.AutogradException;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Changes parameters against their gradients. Parameters without a gradient are left alone, as are their states.
 *
 * @param <O> the settings
 */
public final class Optimizer<O extends OptimizerOptions<O>> {
    private final String name;
    private final List<Group<O>> groups = new ArrayList<>();

    private Optimizer(O options, List<Tensor> parameters) {
        this.name = options.name();
        add(parameters, options);
    }

    /** An optimizer of one group; others can be added. */
    public static <O extends OptimizerOptions<O>> Optimizer<O> of(O options, List<Tensor> parameters) {
        return new Optimizer<>(options, parameters);
    }

    /** Adds a group with settings of its own: {@code add(head.parameters(), o -> o.lr(1e-2))} changes those of the first group. */
    public Optimizer<O> add(List<Tensor> parameters, UnaryOperator<O> options) {
        return add(parameters, options.apply(options()));
    }

    private Optimizer<O> add(List<Tensor> parameters, O options) {
        options.requireConsistent();
        if (parameters.isEmpty() && groups.isEmpty()) {
            throw new ArgumentException(name + ": there are no parameters to train\n  try:   over(model.parameters())");
        }
        for (int i = 0; i < parameters.size(); i++) {
            requireTrainable(i, parameters);
        }
        groups.add(new Group<>(options, parameters));
        return this;
    }

    private void requireTrainable(int i, List<Tensor> parameters) {
        var parameter = parameters.get(i);
        var shown = "parameter " + i + " of shape " + parameter.shape();
        if (!parameter.isLeaf() || !parameter.requiresGrad()) {
            throw new AutogradException(name + ": a parameter must be a leaf that requires grad, got " + shown
                + (parameter.isLeaf() ? " without requiresGrad" : ", the result of an operator")
                + "\n  try:   requiresGrad_(true) on a leaf");
        }
        Dispatch.requireWritable(name, parameter);
        for (int before = 0; before < i; before++) {
            if (parameters.get(before) == parameter) {
                throw new ArgumentException(
                    name + ": " + shown + " is parameter " + before + " too, and would take two steps at once"
                        + "\n  try:   each parameter once");
            }
        }
        for (int g = 0; g < groups.size(); g++) {
            if (groups.get(g).contains(parameter)) {
                throw new ArgumentException(name + ": " + shown + " is in two groups, this one and group " + g
                    + "\n  try:   each parameter in one group");
            }
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
        var changed = new ArrayList<O>();
        for (var group : groups) {
            changed.add(change.apply(group.options()));
            requireSameStates(group.options(), changed.getLast());
        }
        apply(changed);
    }

    /** Checks that changed settings fit together, and need the states that there are. */
    private void requireSameStates(O before, O after) {
        after.requireConsistent();
        if (!names(before).equals(names(after))) {
            throw new ArgumentException(name + ": settings that need other buffers cannot be changed later: " + names(before) + " became "
                + names(after) + "\n  try:   a new optimizer");
        }
    }

    private static List<String> names(OptimizerOptions<?> options) {
        return options.states().stream().map(OptimizerOptions.State::name).toList();
    }

    /** The learning rate of the first group. */
    public double lr() {
        return options().lr();
    }

    /** Sets the learning rate of every group. */
    public void lr(double rate) {
        configure(o -> o.lr(rate));
    }

    private void apply(List<O> options) {
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).options(options.get(g));
        }
    }

    /**
     * The state by name: per group its settings by PyTorch's names ({@code group.0.betas}), per parameter its step count and buffers. The
     * buffers are those of the optimizer, not copies.
     */
    public Map<String, Tensor> stateDict() {
        var state = new LinkedHashMap<String, Tensor>();
        int first = 0;
        for (int g = 0; g < groups.size(); g++) {
            var group = groups.get(g);
            Settings.save(group.options(), g, state);
            group.save(first, state);
            first += group.size();
        }
        return state;
    }

    /**
     * Restores a state that {@link #stateDict} gave, settings included, of an optimizer over parameters of the same shapes in the same
     * groups. Where it does not fit, nothing changes.
     *
     * @throws ArgumentException if the names differ, or a setting is out of its range
     * @throws dev.tenon.core.ShapeException if a shape differs
     */
    public void loadStateDict(Map<String, Tensor> state) {
        requireNames(state.keySet());
        var options = new ArrayList<O>();
        var states = new ArrayList<Group.Loaded>();
        int first = 0;
        for (int g = 0; g < groups.size(); g++) {
            var group = groups.get(g);
            options.add(Settings.load(group.options(), g, state));
            requireSameStates(group.options(), options.getLast());
            states.add(group.read(first, state));
            first += group.size();
        }
        apply(options);
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).load(states.get(g));
        }
    }

    private void requireNames(Set<String> given) {
        var own = stateDict().keySet();
        boolean lacks = own.stream().anyMatch(name -> !given.contains(name) && !Settings.mayLack(name));
        if (lacks || !own.containsAll(given)) {
            throw new ArgumentException(name + ": the state is of another optimizer\n  own: " + own + "\n  given: " + given);
        }
    }

    @Override
    public String toString() {
        return name + "(" + options() + ")";
    }
}
