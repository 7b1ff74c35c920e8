package dev.tenon.optim.schedule;

/** Multiplies the learning rate by {@code gamma} at every step. */
public final class ExponentialLr extends FormulaSchedule<ExponentialLr> {
    /** PyTorch's defaults. */
    public static final ExponentialLr DEFAULT = new ExponentialLr(Arguments.of("ExponentialLR").number("gamma", null));

    private ExponentialLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    ExponentialLr copy(Arguments changed) {
        return new ExponentialLr(changed);
    }

    /** The factor; must be given. */
    public ExponentialLr gamma(double value) {
        return with("gamma", value);
    }

    @Override
    void check() {
        arguments.number("gamma");
    }

    @Override
    double lr(Point at) {
        return at.isFirst() ? at.lr() : at.lr() * arguments.number("gamma");
    }
}
