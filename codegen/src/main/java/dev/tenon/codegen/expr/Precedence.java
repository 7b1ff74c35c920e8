package dev.tenon.codegen.expr;

/** How tightly the parts of an expression bind, from {@code ?:} to names. */
public final class Precedence {
    public static final int TERNARY = 0;
    public static final int UNARY = 12;
    public static final int PRIMARY = 13;

    private Precedence() {}

    /** Of the outermost part of an expression. */
    public static int of(Expr expr) {
        return switch (expr) {
            case Expr.Cond _, Expr.Let _ -> TERNARY;
            case Expr.Binary binary -> binary.op().precedence();
            case Expr.Unary _ -> UNARY;
            case Expr.Num num when num.value() < 0 -> UNARY;
            default -> PRIMARY;
        };
    }
}
