package dev.tenon.optim.schedule;

import java.util.List;
import java.util.function.LongToDoubleFunction;

/** A schedule by a function of the number of the step, or by one for each group. */
abstract class FunctionLr<S extends FunctionLr<S>> extends FormulaSchedule<S> {
    FunctionLr(Arguments arguments) {
        super(arguments);
    }

    /** The function, or one for each group; must be given. */
    public S lrLambda(LongToDoubleFunction... value) {
        return with("lr_lambda", List.of(value));
    }

    @Override
    final void check() {
        arguments.function("lr_lambda", 0);
    }

    /** What the function gives for a step. */
    final double factor(Point at) {
        return arguments.function("lr_lambda", at.group()).applyAsDouble(at.step());
    }

    @Override
    final double restarted(Point at) {
        return lr(at);
    }
}
