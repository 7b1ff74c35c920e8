package dev.tenon.optim.schedule;

import dev.tenon.optim.Optimizer;
import java.util.Arrays;
import java.util.List;

/**
 * Multiplies the learning rate by {@code factor} when a measure has not become better for {@code patience} steps. Its scheduler is told
 * the measure: {@code scheduler.step(validation.loss())}.
 */
public final class ReduceLrOnPlateau extends Schedule<ReduceLrOnPlateau> {
    /** PyTorch's defaults. */
    public static final ReduceLrOnPlateau DEFAULT = new ReduceLrOnPlateau(Arguments.of("ReduceLROnPlateau").word("mode", "min")
        .number("factor", 0.1).whole("patience", 10L).number("threshold", 1e-4).word("threshold_mode", "rel").whole("cooldown", 0L)
        .numbers("min_lr", 0.0).number("eps", 1e-8));

    private ReduceLrOnPlateau(Arguments arguments) {
        super(arguments);
    }

    @Override
    ReduceLrOnPlateau copy(Arguments changed) {
        return new ReduceLrOnPlateau(changed);
    }

    /** Whether less is better ({@code min}) or more ({@code max}). */
    public ReduceLrOnPlateau mode(String value) {
        return with("mode", value);
    }

    /** The factor, below 1; 0.1. */
    public ReduceLrOnPlateau factor(double value) {
        return with("factor", value);
    }

    /** How many steps without a better measure are borne; 10. */
    public ReduceLrOnPlateau patience(long value) {
        return with("patience", value);
    }

    /** By how much a measure must be better; 0.0001. */
    public ReduceLrOnPlateau threshold(double value) {
        return with("threshold", value);
    }

    /** Whether that is a share of the best measure ({@code rel}) or a difference ({@code abs}). */
    public ReduceLrOnPlateau thresholdMode(String value) {
        return with("threshold_mode", value);
    }

    /** Steps after a change in which nothing is counted; 0. */
    public ReduceLrOnPlateau cooldown(long value) {
        return with("cooldown", value);
    }

    /** The least learning rate, or one for each group; 0. */
    public ReduceLrOnPlateau minLr(double... value) {
        return with("min_lr", Arrays.stream(value).boxed().toList());
    }

    /** A change that is smaller is not made; 1e-8. */
    public ReduceLrOnPlateau eps(double value) {
        return with("eps", value);
    }

    @Override
    void check() {
        arguments.require(arguments.number("factor") < 1, "factor", "below 1");
        arguments.require(List.of("min", "max").contains(arguments.word("mode")), "mode", "min or max");
        arguments.require(List.of("rel", "abs").contains(arguments.word("threshold_mode")), "threshold_mode", "rel or abs");
    }

    /** Whether a measure is better than the best so far. */
    boolean isBetter(double measure, double best) {
        double threshold = arguments.number("threshold");
        boolean less = arguments.word("mode").equals("min");
        double bound = arguments.word("threshold_mode").equals("rel") ? best * (less ? 1.0 - threshold : threshold + 1.0)
            : less ? best - threshold : best + threshold;
        return less ? measure < bound : measure > bound;
    }

    @Override
    public Scheduler over(Optimizer<?> optimizer) {
        arguments.requireGroups(optimizer.groups().size());
        check();
        return new PlateauScheduler(optimizer, this);
    }
}
