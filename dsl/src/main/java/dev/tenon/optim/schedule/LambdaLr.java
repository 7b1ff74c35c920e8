package dev.tenon.optim.schedule;

/**
 * The learning rate times a function of the number of the step: {@code o -> o.lrLambda(step -> 1.0 / (1 + step))}.
 * A state does not hold the function.
 */
public final class LambdaLr extends FunctionLr<LambdaLr> {
    /** PyTorch's defaults. */
    public static final LambdaLr DEFAULT = new LambdaLr(Arguments.of("LambdaLR").functions("lr_lambda"));

    private LambdaLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    LambdaLr copy(Arguments changed) {
        return new LambdaLr(changed);
    }

    @Override
    double lr(Point at) {
        return at.base() * factor(at);
    }
}
