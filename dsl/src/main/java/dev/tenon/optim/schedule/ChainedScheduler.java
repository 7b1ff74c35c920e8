package dev.tenon.optim.schedule;

import dev.tenon.optim.Optimizer;
import java.util.List;

/** Several schedules at once: each changes what the ones before it have set. */
public final class ChainedScheduler extends Schedule<ChainedScheduler> {
    private final List<Schedule<?>> schedules;

    /** These schedules, in this order. */
    public ChainedScheduler(List<? extends Schedule<?>> schedules) {
        super(Arguments.of("ChainedScheduler"));
        this.schedules = List.copyOf(schedules);
        Chain.requireSome(name(), this.schedules);
    }

    @Override
    ChainedScheduler copy(Arguments changed) {
        return this;
    }

    @Override
    public Scheduler over(Optimizer<?> optimizer) {
        return new Chain(optimizer, Chain.over(schedules, optimizer));
    }
}
