package dev.tenon.codegen.expr;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands between two operands of an expression, or before one ({@link #MINUS}, {@link #NOT} and {@link #BIT_NOT}). */
public enum Operator {
    OR("||", 1),
    AND("&&", 2),
    BIT_OR("|", 3, "bitor"),
    BIT_XOR("^", 4, "bitxor"),
    BIT_AND("&", 5, "bitand"),
    EQUAL("==", 6),
    UNEQUAL("!=", 6),
    LESS("<", 7),
    AT_MOST("<=", 7),
    GREATER(">", 7),
    AT_LEAST(">=", 7),
    /** The first operand, or the second where the first is null. */
    OR_ELSE("??", 8),
    SHL("<<", 9, "shl"),
    SHR(">>", 9, "shr"),
    PLUS("+", 10),
    MINUS("-", 10),
    TIMES("*", 11),
    DIVIDE("/", 11),
    NOT("!", Precedence.UNARY),
    BIT_NOT("~", Precedence.UNARY, "bitnot");

    private final String symbol;
    private final int precedence;
    private final @Nullable String function;

    Operator(String symbol, int precedence) {
        this(symbol, precedence, null);
    }

    Operator(String symbol, int precedence, @Nullable String function) {
        this.symbol = symbol;
        this.precedence = precedence;
        this.function = function;
    }

    /** The function that it is another way to write, as those of bits are; null where it is an operator of its own. */
    @Nullable String function() {
        return function;
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

    /** How tightly it binds two operands, 1 to 11, in Java's order. */
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
