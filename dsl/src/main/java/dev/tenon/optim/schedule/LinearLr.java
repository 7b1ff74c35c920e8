package dev.tenon.optim.schedule;

/** From one share of the learning rate to another along a line. */
public final class LinearLr extends FormulaSchedule<LinearLr> {
    /** PyTorch's defaults. */
    public static final LinearLr DEFAULT = new LinearLr(
        Arguments.of("LinearLR").number("start_factor", 1.0 / 3).number("end_factor", 1.0).whole("total_iters", 5L));

    private LinearLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    LinearLr copy(Arguments changed) {
        return new LinearLr(changed);
    }

    /** The share at first, in (0, 1]; a third. */
    public LinearLr startFactor(double value) {
        return with("start_factor", value);
    }

    /** The share in the end, in [0, 1]; 1. */
    public LinearLr endFactor(double value) {
        return with("end_factor", value);
    }

    /** Steps from one to the other; 5. */
    public LinearLr totalIters(long value) {
        return with("total_iters", value);
    }

    @Override
    void check() {
        arguments.require(arguments.number("start_factor") > 0 && arguments.number("start_factor") <= 1, "start_factor", "in (0, 1]");
        arguments.require(arguments.number("end_factor") >= 0 && arguments.number("end_factor") <= 1, "end_factor", "in [0, 1]");
        arguments.require(arguments.whole("total_iters") >= 1, "total_iters", "at least 1");
    }

    @Override
    double lr(Point at) {
        double start = arguments.number("start_factor");
        long total = arguments.whole("total_iters");
        if (at.step() == 0) {
            return at.lr() * start;
        }
        if (at.isFirst() || at.step() > total) {
            return at.lr();
        }
        double rise = arguments.number("end_factor") - start;
        return at.lr() * (1.0 + rise / (total * start + (at.step() - 1) * rise));
    }

    @Override
    double restarted(Point at) {
        return at.base() * arguments.number("start_factor");
    }
}
