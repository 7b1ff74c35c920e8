package dev.tenon.optim.schedule;

import java.util.Arrays;

/** Multiplies the learning rate by {@code gamma} at every milestone; at one that is given twice, twice. */
public final class MultiStepLr extends FormulaSchedule<MultiStepLr> {
    /** PyTorch's defaults. */
    public static final MultiStepLr DEFAULT = new MultiStepLr(Arguments.of("MultiStepLR").wholeList("milestones").number("gamma", 0.1));

    private MultiStepLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    MultiStepLr copy(Arguments changed) {
        return new MultiStepLr(changed);
    }

    /** The steps of the changes; must be given. */
    public MultiStepLr milestones(long... value) {
        return with("milestones", Arrays.stream(value).boxed().toList());
    }

    /** The factor; 0.1. */
    public MultiStepLr gamma(double value) {
        return with("gamma", value);
    }

    @Override
    void check() {
        arguments.wholes("milestones");
    }

    private double factor(long step) {
        long times = arguments.wholes("milestones").stream().filter(milestone -> milestone == step).count();
        return Math.pow(arguments.number("gamma"), times);
    }

    @Override
    double lr(Point at) {
        return at.lr() * factor(at.step());
    }

    @Override
    double restarted(Point at) {
        return at.base() * factor(0);
    }
}
