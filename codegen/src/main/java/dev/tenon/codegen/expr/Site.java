package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;

/** A place where a formula decides by the order of two values, so that its derivative may jump where they are equal. */
record Site(Expr a, Expr b, Position at) {
    /** Which of two equal values counts as the smaller one in a derivative. */
    enum Tie {
        LESS, GREATER;

        Tie reversed() {
            return this == LESS ? GREATER : LESS;
        }
    }

    /** Whether an order comparison holds, where {@code a} counts as less or greater than {@code b}. */
    static boolean holds(Operator operator, Tie tie) {
        return isLess(operator) == (tie == Tie.LESS);
    }

    /** The comparison with the strictness that lets it hold, or not, where both are equal. */
    static Operator operator(Operator operator, Tie tie) {
        boolean less = isLess(operator);
        if (holds(operator, tie)) {
            return less ? Operator.AT_MOST : Operator.AT_LEAST;
        }
        return less ? Operator.LESS : Operator.GREATER;
    }

    private static boolean isLess(Operator operator) {
        return operator == Operator.LESS || operator == Operator.AT_MOST;
    }
}
