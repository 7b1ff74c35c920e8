package dev.tenon.optim.schedule;

import dev.tenon.core.ArgumentException;
import dev.tenon.optim.Optimizer;
import java.util.Arrays;
import java.util.List;

/**
 * One schedule after the other: each begins anew at its milestone, from the learning rate before any schedule.
 * {@snippet :
 * new SequentialLr(List.of(LinearLr.DEFAULT.totalIters(100), CosineAnnealingLr.DEFAULT.tMax(900))).milestones(100)
 * }
 */
public final class SequentialLr extends Schedule<SequentialLr> {
    private final List<Schedule<?>> schedules;

    /** These schedules; {@link #milestones} must be given, one less than there are schedules. */
    public SequentialLr(List<? extends Schedule<?>> schedules) {
        this(Arguments.of("SequentialLR").wholeList("milestones"), List.copyOf(schedules));
    }

    private SequentialLr(Arguments arguments, List<Schedule<?>> schedules) {
        super(arguments);
        this.schedules = schedules;
        Chain.requireSome(name(), schedules);
    }

    @Override
    SequentialLr copy(Arguments changed) {
        return new SequentialLr(changed, schedules);
    }

    /** The step at which each schedule but the first begins. */
    public SequentialLr milestones(long... value) {
        return with("milestones", Arrays.stream(value).boxed().toList());
    }

    @Override
    public Scheduler over(Optimizer<?> optimizer) {
        var milestones = schedules.size() == 1 && !arguments.has("milestones") ? List.<Long>of() : arguments.wholes("milestones");
        if (milestones.size() != schedules.size() - 1) {
            throw new ArgumentException("SequentialLR: there must be a milestone for each schedule but the first, got " + milestones.size()
                + " for " + schedules.size() + " schedules\n  try:   one step for every schedule after the first");
        }
        return new SequentialScheduler(optimizer, Chain.over(schedules, optimizer), milestones);
    }
}
