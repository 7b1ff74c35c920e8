package dev.tenon.codegen.expr;

import java.util.Optional;

/** What stands between two operands of an expression, or before one ({@link #MINUS} and {@link #NOT}). */
public enum Operator {
    OR("||", 1),
    AND("&&", 2),
    EQUAL("==", 3),
    UNEQUAL("!=", 3),
    LESS("<", 4),
    AT_MOST("<=", 4),
    GREATER(">", 4),
    AT_LEAST(">=", 4),
    /** The first operand, or the second where the first is null. */
    OR_ELSE("??", 5),
    PLUS("+", 6),
    MINUS("-", 6),
    TIMES("*", 7),
    DIVIDE("/", 7),
    NOT("!", Precedence.UNARY);

    private final String symbol;
    private final int precedence;

    Operator(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    /** The operator that is written so. */
    static Optional<Operator> of(String symbol) {
        for (var operator : values()) {
            if (operator.symbol.equals(symbol)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    /** How specs, Java and C++ write it; only {@link #OR_ELSE} is the specs' own. */
    public String symbol() {
        return symbol;
    }

    /** How tightly it binds two operands, 1 to 7. */
    public int precedence() {
        return precedence;
    }

    /** Whether it is an arithmetic one: {@code + - * /}. */
    public boolean isArithmetic() {
        return this == PLUS || this == MINUS || this == TIMES || this == DIVIDE;
    }

    /** Whether it compares by size: {@code < <= > >=}. */
    public boolean isOrder() {
        return precedence == LESS.precedence;
    }

    /** Whether it joins truth values. */
    public boolean isLogical() {
        return this == AND || this == OR;
    }

    /** The comparison that says the same of exchanged operands: {@code a < b} is {@code b > a}. Others are their own. */
    public Operator mirrored() {
        return switch (this) {
            case LESS -> GREATER;
            case AT_MOST -> AT_LEAST;
            case GREATER -> LESS;
            case AT_LEAST -> AT_MOST;
            default -> this;
        };
    }

    @Override
    public String toString() {
        return symbol;
    }
}
