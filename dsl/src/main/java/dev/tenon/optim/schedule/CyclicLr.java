package dev.tenon.optim.schedule;

import dev.tenon.optim.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * Up from {@code baseLr} to {@code maxLr} and down again, round after round, while the momentum goes the other way. A schedule of steps, not
 * of epochs. The height stays ({@code triangular}), is halved each round ({@code triangular2}) or falls by {@code gamma} each step
 * ({@code exp_range}).
 *
 * @see <a href="https://arxiv.org/abs/1506.01186">Smith (2015)</a>
 */
public final class CyclicLr extends MomentumCycle<CyclicLr> {
    /** PyTorch's defaults. */
    public static final CyclicLr DEFAULT = new CyclicLr(Arguments.of("CyclicLR").numbers("base_lr", null).numbers("max_lr", null)
        .whole("step_size_up", 2000L).whole("step_size_down", null).word("mode", "triangular").number("gamma", 1.0).functions("scale_fn")
        .word("scale_mode", "cycle").flag("cycle_momentum", true).numbers("base_momentum", 0.8).numbers("max_momentum", 0.9));

    private CyclicLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    CyclicLr copy(Arguments changed) {
        return new CyclicLr(changed);
    }

    /** The least rate, or one for each group; must be given. */
    public CyclicLr baseLr(double... value) {
        return with("base_lr", Arrays.stream(value).boxed().toList());
    }

    /** Steps up; 2000. */
    public CyclicLr stepSizeUp(long value) {
        return with("step_size_up", value);
    }

    /** Steps down; as many as up. */
    public CyclicLr stepSizeDown(long value) {
        return with("step_size_down", value);
    }

    /** {@code triangular}, {@code triangular2} or {@code exp_range}. */
    public CyclicLr mode(String value) {
        return with("mode", value);
    }

    /** The factor of {@code exp_range}; 1. */
    public CyclicLr gamma(double value) {
        return with("gamma", value);
    }

    /** The height as a function of the round, from 1, or of the step; in place of a mode. */
    public CyclicLr scaleFn(LongToDoubleFunction value) {
        return with("scale_fn", value);
    }

    /** Whether that function is of the {@code cycle} or of {@code iterations}. */
    public CyclicLr scaleMode(String value) {
        return with("scale_mode", value);
    }

    @Override
    void check() {
        arguments.number("base_lr", 0);
        arguments.number("max_lr", 0);
        arguments.require(arguments.whole("step_size_up") >= 1, "step_size_up", "at least 1");
        arguments.require(down() >= 1, "step_size_down", "at least 1");
        arguments.require(List.of("triangular", "triangular2", "exp_range").contains(arguments.word("mode")), "mode",
            "triangular, triangular2 or exp_range");
        arguments.require(List.of("cycle", "iterations").contains(arguments.word("scale_mode")), "scale_mode", "cycle or iterations");
    }

    private long down() {
        return arguments.whole(arguments.has("step_size_down") ? "step_size_down" : "step_size_up");
    }

    @Override
    void prepare(Optimizer<?> optimizer) {
        for (int g = 0; g < optimizer.groups().size(); g++) {
            optimizer.set(g, "lr", arguments.number("base_lr", g));
        }
    }

    @Override
    double base(int group, double initial) {
        return arguments.number("base_lr", group);
    }

    @Override
    double lr(Point at) {
        return at.base() + height(at.step()) * (arguments.number("max_lr", at.group()) - at.base());
    }

    @Override
    double momentum(Point at) {
        double most = arguments.number("max_momentum", at.group());
        return most - height(at.step()) * (most - arguments.number("base_momentum", at.group()));
    }

    /** How high it stands: 0 at the foot, 1 at the top of the first round. */
    private double height(long step) {
        double up = arguments.whole("step_size_up");
        double size = up + down();
        double round = Math.floor(1 + step / size);
        double x = 1.0 + step / size - round;
        double rises = up / size;
        return (x <= rises ? x / rises : (x - 1) / (rises - 1)) * scale(step, (long) round);
    }

    private double scale(long step, long round) {
        if (arguments.has("scale_fn")) {
            return arguments.function("scale_fn", 0).applyAsDouble(arguments.word("scale_mode").equals("cycle") ? round : step);
        }
        return switch (arguments.word("mode")) {
            case "triangular" -> 1;
            case "triangular2" -> 1 / Math.pow(2.0, round - 1);
            default -> Math.pow(arguments.number("gamma"), step);
        };
    }
}
