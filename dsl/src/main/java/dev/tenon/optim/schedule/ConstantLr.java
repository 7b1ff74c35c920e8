package dev.tenon.optim.schedule;

/** A share of the learning rate for some steps, all of it afterwards. */
public final class ConstantLr extends FormulaSchedule<ConstantLr> {
    /** PyTorch's defaults. */
    public static final ConstantLr DEFAULT = new ConstantLr(Arguments.of("ConstantLR").number("factor", 1.0 / 3).whole("total_iters", 5L));

    private ConstantLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    ConstantLr copy(Arguments changed) {
        return new ConstantLr(changed);
    }

    /** The share, in [0, 1]; a third. */
    public ConstantLr factor(double value) {
        return with("factor", value);
    }

    /** How many steps; 5. */
    public ConstantLr totalIters(long value) {
        return with("total_iters", value);
    }

    @Override
    void check() {
        arguments.require(arguments.number("factor") >= 0 && arguments.number("factor") <= 1, "factor", "in [0, 1]");
    }

    @Override
    double lr(Point at) {
        double factor = arguments.number("factor");
        if (at.step() == 0) {
            return at.lr() * factor;
        }
        if (at.step() != arguments.whole("total_iters")) {
            return at.lr();
        }
        return factor == 0 ? at.base() : at.lr() * (1.0 / factor);
    }

    @Override
    double restarted(Point at) {
        return arguments.whole("total_iters") <= 0 ? at.base() : at.base() * arguments.number("factor");
    }
}
