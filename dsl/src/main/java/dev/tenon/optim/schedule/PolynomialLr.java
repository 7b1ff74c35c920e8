package dev.tenon.optim.schedule;

/** Down to 0 along a power of the share of steps that are left. */
public final class PolynomialLr extends FormulaSchedule<PolynomialLr> {
    /** PyTorch's defaults. */
    public static final PolynomialLr DEFAULT = new PolynomialLr(Arguments.of("PolynomialLR").whole("total_iters", 5L).number("power", 1.0));

    private PolynomialLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    PolynomialLr copy(Arguments changed) {
        return new PolynomialLr(changed);
    }

    /** Steps until 0; 5. */
    public PolynomialLr totalIters(long value) {
        return with("total_iters", value);
    }

    /** The power; 1, a line. */
    public PolynomialLr power(double value) {
        return with("power", value);
    }

    @Override
    void check() {
        arguments.require(arguments.whole("total_iters") >= 1, "total_iters", "at least 1");
    }

    @Override
    double lr(Point at) {
        double total = arguments.whole("total_iters");
        if (at.isFirst() || at.step() > total) {
            return at.lr();
        }
        return at.lr() * Math.pow((1.0 - at.step() / total) / (1.0 - (at.step() - 1) / total), arguments.number("power"));
    }
}
