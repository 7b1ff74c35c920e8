package dev.tenon.optim.schedule;

import java.util.Arrays;
import java.util.List;

/**
 * To a constant learning rate, at which weights are averaged, within some steps.
 *
 * @see <a href="https://arxiv.org/abs/1803.05407">Izmailov et al. (2018)</a>
 */
public final class SwaLr extends FormulaSchedule<SwaLr> {
    /** PyTorch's defaults. */
    public static final SwaLr DEFAULT = new SwaLr(
        Arguments.of("SWALR").numbers("swa_lr", null).whole("anneal_epochs", 10L).word("anneal_strategy", "cos"));

    private SwaLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    SwaLr copy(Arguments changed) {
        return new SwaLr(changed);
    }

    /** The rate, or one for each group; must be given. */
    public SwaLr swaLr(double... value) {
        return with("swa_lr", Arrays.stream(value).boxed().toList());
    }

    /** Steps until it is reached; 10. */
    public SwaLr annealEpochs(long value) {
        return with("anneal_epochs", value);
    }

    /** {@code cos} or {@code linear}. */
    public SwaLr annealStrategy(String value) {
        return with("anneal_strategy", value);
    }

    @Override
    void check() {
        arguments.number("swa_lr", 0);
        arguments.require(arguments.whole("anneal_epochs") >= 0, "anneal_epochs", "at least 0");
        arguments.require(List.of("cos", "linear").contains(arguments.word("anneal_strategy")), "anneal_strategy", "cos or linear");
    }

    @Override
    double lr(Point at) {
        double to = arguments.number("swa_lr", at.group());
        long step = arguments.whole("anneal_epochs") == 0 ? Math.max(1, at.step()) : at.step();
        double before = share(step - 1);
        double from = before == 1 ? to : (at.lr() - before * to) / (1 - before);
        double share = share(step);
        return to * share + from * (1 - share);
    }

    @Override
    double restarted(Point at) {
        return lr(at);
    }

    private double share(long step) {
        double done = Math.clamp(step / (double) Math.max(1, arguments.whole("anneal_epochs")), 0.0, 1.0);
        return arguments.word("anneal_strategy").equals("cos") ? (1 - Math.cos(Math.PI * done)) / 2 : done;
    }
}
