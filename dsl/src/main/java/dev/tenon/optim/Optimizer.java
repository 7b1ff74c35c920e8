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
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
        if (!groups.isEmpty() && groups.getFirst().stepper.asksClosure()) {
            throw new ArgumentException(name + ": all parameters are one group, and there is one\n  try:   all parameters in over(...)");
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

    /**
     * Moves every parameter that has a gradient.
     *
     * @throws ArgumentException if this optimizer computes losses anew, as LBFGS does, and needs a closure
     */
    public void step() {
        stepGroups(null);
    }

    /**
     * Computes the loss and the gradients by {@code closure} and moves every parameter; optimizers such as LBFGS ask it several times.
     * {@snippet :
     * optimizer.step(() -> {
     *     optimizer.zeroGrad();
     *     var loss = crossEntropy(model.forward(x), y);
     *     loss.backward();
     *     return loss;
     * });
     * }
     *
     * @return the loss before the step
     */
    public Tensor step(Supplier<Tensor> closure) {
        Supplier<Tensor> recorded = () -> {
            try (var _ = GradMode.enableGrad()) {
                return closure.get();
            }
        };
        if (groups.getFirst().stepper.asksClosure()) {
            return Objects.requireNonNull(stepGroups(recorded));
        }
        var loss = recorded.get();
        stepGroups(null);
        return loss;
    }

    private @Nullable Tensor stepGroups(@Nullable Supplier<Tensor> closure) {
        Tensor loss = null;
        try (var _ = GradMode.noGrad()) {
            for (var group : groups) {
                var asked = group.stepper.step(group.options, closure);
                loss = loss == null ? asked : loss;
            }
        }
        return loss;
    }

    /** Forgets all gradients. */
    public void zeroGrad() {
        parameters().forEach(Tensor::zeroGrad);
    }

    /** The parameters of all groups, in their order. */
    public List<Tensor> parameters() {
        return groups.stream().flatMap(group -> group.parameters.stream()).toList();
    }

    // ---- settings ---------------------------------------------------------------------------------------------------

    /** The settings of the first group. */
    public O options() {
        return groups.getFirst().options;
    }

    /** The settings of every group. */
    public List<O> groups() {
        return groups.stream().map(group -> group.options).toList();
    }

    /** Changes the settings of every group: {@code configure(o -> o.lr(1e-4))}. */
    public void configure(UnaryOperator<O> change) {
        apply(groups.stream().map(group -> group.requireFitting(change.apply(group.options))).toList());
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
     * Sets one of PyTorch's arguments of one group, such as {@code lr} or {@code betas}: what schedules do.
     *
     * @throws ArgumentException if there is no such argument, or this is no value of it
     */
    public void set(int group, String argument, Object value) {
        var changed = groups.get(group);
        changed.options(changed.requireFitting(changed.options.with(argument, value)));
    }

    /** The learning rate of a group before any schedule changed it; the first schedule that asks makes it the present one. */
    public double initialLr(int group) {
        var asked = groups.get(group);
        var rate = asked.initialLr == null ? asked.options.lr() : asked.initialLr;
        asked.initialLr = rate;
        return rate;
    }

    /** Says from which learning rate the schedules of a group begin. */
    public void initialLr(int group, double rate) {
        groups.get(group).initialLr = rate;
    }

    private void apply(List<O> options) {
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).options(options.get(g));
        }
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    /**
     * The state by name: per group its settings by PyTorch's names ({@code group.0.betas}), per parameter its step count and buffers. The
     * buffers are those of the optimizer, not copies.
     */
    public Map<String, Tensor> stateDict() {
        var state = new LinkedHashMap<String, Tensor>();
        int first = 0;
        for (int g = 0; g < groups.size(); g++) {
            var group = groups.get(g);
            Settings.save(group.options, g, state);
            Settings.saveInitialLr(group.initialLr, g, state);
            group.stepper.save(first, state);
            first += group.parameters.size();
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
        var initialRates = new ArrayList<@Nullable Double>();
        var loads = new ArrayList<Runnable>();
        int first = 0;
        for (int g = 0; g < groups.size(); g++) {
            var group = groups.get(g);
            options.add(group.requireSameStates(Settings.load(group.options, g, state)));
            initialRates.add(Settings.loadInitialLr(g, state));
            loads.add(group.stepper.read(first, state));
            first += group.parameters.size();
        }
        apply(options);
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).initialLr = initialRates.get(g);
        }
        try (var _ = GradMode.noGrad()) {
            loads.forEach(Runnable::run);
        }
    }

    private void requireNames(Set<String> given) {
        var own = stateDict().keySet();
        boolean lacks = own.stream().anyMatch(name -> !given.contains(name) && !Settings.mayLack(name));
        boolean has = given.stream().anyMatch(name -> !own.contains(name) && !Settings.mayBeMore(name, groups.size()));
        if (lacks || has) {
            throw new ArgumentException(name + ": the state is of another optimizer\n  own: " + own + "\n  given: " + given);
        }
    }

    @Override
    public String toString() {
        // Of what the record prints, what is within its brackets.
        return name + options().toString().replaceFirst("^\\w+\\[(.*)]$", "($1)");
    }
}
