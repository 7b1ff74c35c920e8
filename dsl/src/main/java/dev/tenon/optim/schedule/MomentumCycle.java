package dev.tenon.optim.schedule;

import java.util.Arrays;

/** A schedule that goes up to a largest rate and down again, while the momentum may go the other way. */
abstract class MomentumCycle<S extends MomentumCycle<S>> extends FormulaSchedule<S> {
    MomentumCycle(Arguments arguments) {
        super(arguments);
    }

    /** The largest rate, or one for each group; must be given. */
    public S maxLr(double... value) {
        return with("max_lr", Arrays.stream(value).boxed().toList());
    }

    /** Whether the momentum moves, too; true. */
    public S cycleMomentum(boolean value) {
        return with("cycle_momentum", value);
    }

    /** The least momentum, or one for each group; 0.8 of {@link CyclicLr}, 0.85 of {@link OneCycleLr}. */
    public S baseMomentum(double... value) {
        return with("base_momentum", Arrays.stream(value).boxed().toList());
    }

    /** The largest momentum, or one for each group; 0.9 of {@link CyclicLr}, 0.95 of {@link OneCycleLr}. */
    public S maxMomentum(double... value) {
        return with("max_momentum", Arrays.stream(value).boxed().toList());
    }

    @Override
    final boolean cyclesMomentum() {
        return arguments.flag("cycle_momentum");
    }

    @Override
    final double restarted(Point at) {
        return lr(at);
    }
}
