package dev.tenon.optim.schedule;

import java.util.List;
import java.util.function.LongToDoubleFunction;

/** Multiplies the learning rate at every step by a function of its number. A state does not hold the function. */
public final class MultiplicativeLr extends FormulaSchedule<MultiplicativeLr> {
    /** PyTorch's defaults. */
    public static final MultiplicativeLr DEFAULT = new MultiplicativeLr(Arguments.of("MultiplicativeLR").functions("lr_lambda"));

    private MultiplicativeLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    MultiplicativeLr copy(Arguments changed) {
        return new MultiplicativeLr(changed);
    }

    /** The function, or one for each group; must be given. */
    public MultiplicativeLr lrLambda(LongToDoubleFunction... value) {
        return with("lr_lambda", List.of(value));
    }

    @Override
    void check() {
        arguments.function("lr_lambda", 0);
    }

    @Override
    double lr(Point at) {
        return at.isFirst() ? at.lr() : at.lr() * arguments.function("lr_lambda", at.group()).applyAsDouble(at.step());
    }

    @Override
    double restarted(Point at) {
        return lr(at);
    }
}
