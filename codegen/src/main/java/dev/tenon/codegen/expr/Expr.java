package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;
import java.util.List;
import java.util.Map;

/**
 * An expression of the op-spec. One syntax serves formulas (numbers and truth values of one element), shapes (integers and lists),
 * and tensor expressions (calls of other operators); which names and functions it may hold is checked by its use.
 */
public sealed interface Expr {
    /** Where it was written; {@link Position#NONE} for a computed expression. */
    Position at();

    /**
     * A number.
     *
     * @param value in float64, rounded where an integer has more digits than that
     * @param integral whether it was written without point and exponent
     * @param whole all 64 bits of an integer; 0 of others
     */
    record Num(double value, boolean integral, long whole, Position at) implements Expr {
        /** A number that float64 holds exactly. */
        public Num(double value, boolean integral, Position at) {
            this(value, integral, integral ? (long) value : 0, at);
        }

        /** An integer of up to 64 bits. */
        public static Num of(long whole, Position at) {
            return new Num(whole, true, whole, at);
        }

        /** Whether arithmetic in float64 is exact for it, as long as its results are as small. */
        boolean isShort() {
            return Math.abs(value) < 0x1p53;
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value, Position at) implements Expr {}

    /** {@code null}: an attribute that is not given. */
    record NullLit(Position at) implements Expr {}

    /** A parameter, attribute, {@code let} name, constant, enum constant, symbolic dimension, {@code g} or {@code output}. */
    record Name(String name, Position at) implements Expr {}

    /** A part of something: {@code input.shape}, {@code input.dtype}, {@code g.values}, {@code output.indices}. */
    record Field(Expr target, String name, Position at) implements Expr {}

    /** A call of an intrinsic, an operator, or (with a dot and a capital) a hand-written static method: {@code Gradients.maxPool}. */
    record Call(String function, List<Expr> args, Map<String, Expr> named, Position at) implements Expr {}

    /** {@code -a} or {@code !a}. */
    record Unary(Operator op, Expr a, Position at) implements Expr {}

    /** One of {@code + - * / == != < <= > >= && || ??}; the position is the operator's. */
    record Binary(Operator op, Expr a, Expr b, Position at) implements Expr {}

    /** {@code test ? then : otherwise}. */
    record Cond(Expr test, Expr then, Expr otherwise, Position at) implements Expr {}

    /** {@code target[index]}. */
    record Index(Expr target, Expr index, Position at) implements Expr {}

    /** {@code [a, b, c]}. */
    record ListLit(List<Expr> items, Position at) implements Expr {}

    /** {@code let name = value} on a line of its own, and what follows it. */
    record Let(String name, Expr value, Expr body, Position at) implements Expr {}
}
