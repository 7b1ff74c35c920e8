package dev.tenon.codegen.expr;

/** How tightly the parts of an expression bind, from {@code ?:} to names. */
public final class Precedence {
    public static final int TERNARY = 0;
    public static final int UNARY = 8;
    public static final int PRIMARY = 9;

    private Precedence() {}

    /** Of an operator between two operands, 1 to 7. */
    public static int of(String operator) {
        return switch (operator) {
            case "||" -> 1;
            case "&&" -> 2;
            case "==", "!=" -> 3;
            case "<", "<=", ">", ">=" -> 4;
            case "??" -> 5;
            case "+", "-" -> 6;
            case "*", "/" -> 7;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** Of the outermost part of an expression. */
    public static int of(Expr expr) {
        return switch (expr) {
            case Expr.Cond _, Expr.Let _ -> TERNARY;
            case Expr.Binary binary -> of(binary.op());
            case Expr.Unary _ -> UNARY;
            case Expr.Num num when num.value() < 0 -> UNARY;
            default -> PRIMARY;
        };
    }
}
