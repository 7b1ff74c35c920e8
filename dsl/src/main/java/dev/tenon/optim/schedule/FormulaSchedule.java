package dev.tenon.optim.schedule;

import dev.tenon.core.ArgumentException;
import dev.tenon.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;

/** A schedule whose learning rates follow from the number of the step and the rates before it. */
abstract class FormulaSchedule<S extends FormulaSchedule<S>> extends Schedule<S> {
    /**
     * Where a group is.
     *
     * @param step from 0; PyTorch's {@code last_epoch}
     * @param base the learning rate from which the schedule began
     * @param lr the present learning rate
     * @param isFirst whether this is the step that begins the schedule
     */
    record Point(long step, int group, double base, double lr, boolean isFirst) {}

    FormulaSchedule(Arguments arguments) {
        super(arguments);
    }

    @Override
    abstract void check();

    /** The learning rate of a group at a step. */
    abstract double lr(Point at);

    /** The learning rate where the schedule begins in the middle of a sequence, at step 0. */
    double restarted(Point at) {
        return at.base();
    }

    /** What is set of the optimizer before the first step. */
    void prepare(Optimizer<?> optimizer) {}

    /** The rate from which a group begins, which is the optimizer's as a rule. */
    double base(int group, double initial) {
        return initial;
    }

    /** Whether {@link #momentum} is set, too. */
    boolean cyclesMomentum() {
        return false;
    }

    /** The momentum of a group at a step. */
    double momentum(Point at) {
        throw new IllegalStateException(name());
    }

    @Override
    public final Scheduler over(Optimizer<?> optimizer) {
        arguments.requireGroups(optimizer.groups().size());
        check();
        if (cyclesMomentum()) {
            requireMomentum(optimizer);
        }
        return new FormulaScheduler(optimizer, this);
    }

    private void requireMomentum(Optimizer<?> optimizer) {
        var settings = optimizer.options().settings();
        if (!settings.containsKey("betas") && !settings.containsKey("momentum")) {
            throw new ArgumentException(name() + ": " + optimizer.options().name()
                + " has neither momentum nor betas to cycle\n  try:   o -> o.cycleMomentum(false)");
        }
    }

    /** Sets the momentum of a group: the first of its betas, where it has those. */
    static void setMomentum(Optimizer<?> optimizer, int group, double momentum) {
        if (optimizer.groups().get(group).settings().get("betas") instanceof List<?> betas) {
            var changed = new ArrayList<Object>(betas);
            changed.set(0, momentum);
            optimizer.set(group, "betas", changed);
        } else {
            optimizer.set(group, "momentum", momentum);
        }
    }
}
