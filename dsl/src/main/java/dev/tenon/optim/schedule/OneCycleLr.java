package dev.tenon.optim.schedule;

import dev.tenon.core.ArgumentException;
import dev.tenon.optim.Optimizer;
import java.util.List;

/**
 * Up from {@code maxLr / divFactor} to {@code maxLr} and down to next to nothing, while the momentum goes the other way. A schedule of
 * steps, not of epochs; it has {@code totalSteps} of them.
 *
 * @see <a href="https://arxiv.org/abs/1708.07120">Smith and Topin (2017)</a>
 */
public final class OneCycleLr extends MomentumCycle<OneCycleLr> {
    /** PyTorch's defaults. */
    public static final OneCycleLr DEFAULT = new OneCycleLr(Arguments.of("OneCycleLR").numbers("max_lr", null).whole("total_steps", null)
        .whole("epochs", null).whole("steps_per_epoch", null).number("pct_start", 0.3).word("anneal_strategy", "cos")
        .flag("cycle_momentum", true).numbers("base_momentum", 0.85).numbers("max_momentum", 0.95).number("div_factor", 25.0)
        .number("final_div_factor", 1e4).flag("three_phase", false));

    private OneCycleLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    OneCycleLr copy(Arguments changed) {
        return new OneCycleLr(changed);
    }

    /** How many steps there will be; must be given, or epochs and steps of each. */
    public OneCycleLr totalSteps(long value) {
        return with("total_steps", value);
    }

    /** Epochs, where the number of steps is not given. */
    public OneCycleLr epochs(long value) {
        return with("epochs", value);
    }

    /** Steps of an epoch. */
    public OneCycleLr stepsPerEpoch(long value) {
        return with("steps_per_epoch", value);
    }

    /** The share of steps that go up; 0.3. */
    public OneCycleLr pctStart(double value) {
        return with("pct_start", value);
    }

    /** {@code cos} or {@code linear}. */
    public OneCycleLr annealStrategy(String value) {
        return with("anneal_strategy", value);
    }

    /** The largest rate over the first; 25. */
    public OneCycleLr divFactor(double value) {
        return with("div_factor", value);
    }

    /** The first rate over the last; 10,000. */
    public OneCycleLr finalDivFactor(double value) {
        return with("final_div_factor", value);
    }

    /** Whether it goes down to the first rate as fast as it came up, and then to the last; false. */
    public OneCycleLr threePhase(boolean value) {
        return with("three_phase", value);
    }

    @Override
    void check() {
        arguments.number("max_lr", 0);
        arguments.require(steps() >= 1, "total_steps", "at least 1");
        arguments.require(arguments.number("pct_start") >= 0 && arguments.number("pct_start") <= 1, "pct_start", "in [0, 1]");
        arguments.require(List.of("cos", "linear").contains(arguments.word("anneal_strategy")), "anneal_strategy", "cos or linear");
    }

    private long steps() {
        return !arguments.has("total_steps") && arguments.has("epochs") && arguments.has("steps_per_epoch")
            ? arguments.whole("epochs") * arguments.whole("steps_per_epoch") : arguments.whole("total_steps");
    }

    @Override
    void prepare(Optimizer<?> optimizer) {
        for (int g = 0; g < optimizer.groups().size(); g++) {
            optimizer.initialLr(g, first(g));
        }
    }

    private double first(int group) {
        return arguments.number("max_lr", group) / arguments.number("div_factor");
    }

    @Override
    double lr(Point at) {
        double most = arguments.number("max_lr", at.group());
        double first = first(at.group());
        double last = first / arguments.number("final_div_factor");
        return value(at.step(), arguments.flag("three_phase") ? List.of(first, most, first, last) : List.of(first, most, last));
    }

    @Override
    double momentum(Point at) {
        double most = arguments.number("max_momentum", at.group());
        double least = arguments.number("base_momentum", at.group());
        return value(at.step(), arguments.flag("three_phase") ? List.of(most, least, most, most) : List.of(most, least, most));
    }

    /** A value on the way through corners: from the first to the second in the first phase, and so on. */
    private double value(long step, List<Double> corners) {
        long total = steps();
        if (step > total) {
            throw new ArgumentException(name() + ": there are " + total + " steps, and no step " + step
                + "\n  try:   totalSteps for as many steps as the training takes");
        }
        double start = 0;
        int last = corners.size() - 2;
        for (int phase = 0;; phase++) {
            double end = phase == last ? total - 1 : (phase + 1) * arguments.number("pct_start") * total - (phase + 1);
            if (step <= end || phase == last) {
                return between(corners.get(phase), corners.get(phase + 1), (step - start) / (end - start));
            }
            start = end;
        }
    }

    private double between(double from, double to, double share) {
        return arguments.word("anneal_strategy").equals("cos") ? to + (from - to) / 2.0 * (Math.cos(Math.PI * share) + 1)
            : (to - from) * share + from;
    }
}
