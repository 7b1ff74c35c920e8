package dev.tenon.optim.schedule;

/**
 * From the learning rate down to {@code etaMin} along half a cosine, and up again as long as it goes on:
 * {@code etaMin + (lr - etaMin) (1 + cos(pi t / tMax)) / 2}.
 *
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter (2016)</a>
 */
public final class CosineAnnealingLr extends FormulaSchedule<CosineAnnealingLr> {
    /** PyTorch's defaults. */
    public static final CosineAnnealingLr DEFAULT = new CosineAnnealingLr(
        Arguments.of("CosineAnnealingLR").whole("T_max", null).number("eta_min", 0.0));

    private CosineAnnealingLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    CosineAnnealingLr copy(Arguments changed) {
        return new CosineAnnealingLr(changed);
    }

    /** Steps down to the least rate; must be given. */
    public CosineAnnealingLr tMax(long value) {
        return with("T_max", value);
    }

    /** The least rate; 0. */
    public CosineAnnealingLr etaMin(double value) {
        return with("eta_min", value);
    }

    @Override
    void check() {
        arguments.require(arguments.whole("T_max") >= 1, "T_max", "at least 1");
    }

    @Override
    double lr(Point at) {
        long half = arguments.whole("T_max");
        double least = arguments.number("eta_min");
        if (at.isFirst()) {
            return at.lr();
        }
        if (Math.floorMod(at.step() - 1 - half, 2 * half) == 0) {
            return at.lr() + (at.base() - least) * (1 - Math.cos(Math.PI / half)) / 2;
        }
        return (1 + Math.cos(Math.PI * at.step() / half)) / (1 + Math.cos(Math.PI * (at.step() - 1) / half)) * (at.lr() - least) + least;
    }
}
