package dev.tenon.optim.schedule;

import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * The learning rate times a function of the number of the step: {@code o -> o.lrLambda(step -> 1.0 / (1 + step))}.
 * A state does not hold the function.
 */
public final class LambdaLr extends FormulaSchedule<LambdaLr> {
    /** PyTorch's defaults. */
    public static final LambdaLr DEFAULT = new LambdaLr(Arguments.of("LambdaLR").functions("lr_lambda"));

    private LambdaLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    LambdaLr copy(Arguments changed) {
        return new LambdaLr(changed);
    }

    /** The function, or one for each group; must be given. */
    public LambdaLr lrLambda(LongToDoubleFunction... value) {
        return with("lr_lambda", List.of(value));
    }

    @Override
    void check() {
        arguments.function("lr_lambda", 0);
    }

    @Override
    double lr(Point at) {
        return at.base() * arguments.function("lr_lambda", at.group()).applyAsDouble(at.step());
    }

    @Override
    double restarted(Point at) {
        return lr(at);
    }
}
