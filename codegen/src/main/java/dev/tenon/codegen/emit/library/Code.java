package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.expr.Operator;

/**
 * A Java expression with what is needed to use it within another one.
 *
 * @param text the expression
 * @param type what it evaluates to
 * @param precedence how tightly its outermost operator binds
 * @param nullable whether it can be null
 */
public record Code(CodeBlock text, JavaType type, int precedence, boolean nullable) {
    public static final int TERNARY = 1;
    public static final int OR = 2;
    static final int AND = 3;
    public static final int EQUALITY = 4;
    public static final int RELATION = 5;
    public static final int SUM = 6;
    public static final int PRODUCT = 7;
    public static final int PREFIX = 8;
    public static final int PRIMARY = 9;

    public static Code of(JavaType type, String format, Object... args) {
        return new Code(CodeBlock.of(format, args), type, PRIMARY, false);
    }

    public static Code at(int precedence, JavaType type, String format, Object... args) {
        return new Code(CodeBlock.of(format, args), type, precedence, false);
    }

    public Code orNull() {
        return new Code(text, type, precedence, true);
    }

    /** The text where an operator of this precedence expects an operand: in parentheses if it binds less tightly. */
    public CodeBlock within(int outer) {
        return precedence < outer ? CodeBlock.of("($L)", text) : text;
    }

    /** The precedence of a binary operator. */
    public static int precedence(Operator operator) {
        return switch (operator) {
            case OR -> OR;
            case AND -> AND;
            case EQUAL, UNEQUAL -> EQUALITY;
            case LESS, AT_MOST, GREATER, AT_LEAST -> RELATION;
            case PLUS, MINUS -> SUM;
            default -> PRODUCT;
        };
    }

    /** {@code a op b}, with the parentheses that keep the order of evaluation. */
    public static Code binary(JavaType type, Operator operator, Code a, Code b) {
        int precedence = precedence(operator);
        boolean associative = operator.isLogical();
        return at(precedence, type, "$L $L $L", a.within(precedence), operator, b.within(associative ? precedence : precedence + 1));
    }

    /** {@code test ? then : otherwise}. */
    public static Code choice(Code test, Code then, Code otherwise) {
        return new Code(CodeBlock.of("$L ? $L : $L", test.within(OR), then.within(OR), otherwise.within(TERNARY)), then.type(), TERNARY,
            then.nullable() || otherwise.nullable());
    }
}
