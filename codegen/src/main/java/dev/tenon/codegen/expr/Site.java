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
    static boolean holds(String operator, Tie tie) {
        return operator.startsWith("<") == (tie == Tie.LESS);
    }

    /** The comparison with the strictness that lets it hold, or not, where both are equal. */
    static String operator(String operator, Tie tie) {
        var order = operator.substring(0, 1);
        return holds(operator, tie) ? order + "=" : order;
    }

    static boolean isOrder(String operator) {
        return operator.startsWith("<") || operator.startsWith(">");
    }
}
