package dev.tenon.optim.schedule;

/**
 * Down to {@code etaMin} along half a cosine, again and again from the top, each time {@code tMult} times as long.
 *
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter (2016)</a>
 */
public final class CosineAnnealingWarmRestarts extends FormulaSchedule<CosineAnnealingWarmRestarts> {
    /** PyTorch's defaults. */
    public static final CosineAnnealingWarmRestarts DEFAULT = new CosineAnnealingWarmRestarts(
        Arguments.of("CosineAnnealingWarmRestarts").whole("T_0", null).whole("T_mult", 1L).number("eta_min", 0.0));

    private CosineAnnealingWarmRestarts(Arguments arguments) {
        super(arguments);
    }

    @Override
    CosineAnnealingWarmRestarts copy(Arguments changed) {
        return new CosineAnnealingWarmRestarts(changed);
    }

    /** Steps of the first round; must be given. */
    public CosineAnnealingWarmRestarts t0(long value) {
        return with("T_0", value);
    }

    /** How many times as long the next round is; 1. */
    public CosineAnnealingWarmRestarts tMult(long value) {
        return with("T_mult", value);
    }

    /** The least rate; 0. */
    public CosineAnnealingWarmRestarts etaMin(double value) {
        return with("eta_min", value);
    }

    @Override
    void check() {
        arguments.require(arguments.whole("T_0") >= 1, "T_0", "at least 1");
        arguments.require(arguments.whole("T_mult") >= 1, "T_mult", "at least 1");
    }

    @Override
    double lr(Point at) {
        long round = arguments.whole("T_0");
        long within = at.step();
        if (arguments.whole("T_mult") == 1) {
            within %= round;
        } else {
            for (; within >= round; round *= arguments.whole("T_mult")) {
                within -= round;
            }
        }
        double least = arguments.number("eta_min");
        return least + (at.base() - least) * (1 + Math.cos(Math.PI * within / round)) / 2;
    }
}
