package dev.tenon.optim.schedule;

/** Multiplies the learning rate by {@code gamma} after every {@code stepSize} steps. */
public final class StepLr extends FormulaSchedule<StepLr> {
    /** PyTorch's defaults. */
    public static final StepLr DEFAULT = new StepLr(Arguments.of("StepLR").whole("step_size", null).number("gamma", 0.1));

    private StepLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    StepLr copy(Arguments changed) {
        return new StepLr(changed);
    }

    /** Steps between two changes; must be given. */
    public StepLr stepSize(long value) {
        return with("step_size", value);
    }

    /** The factor; 0.1. */
    public StepLr gamma(double value) {
        return with("gamma", value);
    }

    @Override
    void check() {
        arguments.require(arguments.whole("step_size") >= 1, "step_size", "at least 1");
    }

    @Override
    double lr(Point at) {
        return at.step() == 0 || at.step() % arguments.whole("step_size") != 0 ? at.lr() : at.lr() * arguments.number("gamma");
    }
}
