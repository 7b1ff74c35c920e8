package dev.tenon.optim.schedule;

/** Multiplies the learning rate at every step by a function of its number. A state does not hold the function. */
public final class MultiplicativeLr extends FunctionLr<MultiplicativeLr> {
    /** PyTorch's defaults. */
    public static final MultiplicativeLr DEFAULT = new MultiplicativeLr(Arguments.of("MultiplicativeLR").functions("lr_lambda"));

    private MultiplicativeLr(Arguments arguments) {
        super(arguments);
    }

    @Override
    MultiplicativeLr copy(Arguments changed) {
        return new MultiplicativeLr(changed);
    }

    @Override
    double lr(Point at) {
        return at.isFirst() ? at.lr() : at.lr() * factor(at);
    }
}
