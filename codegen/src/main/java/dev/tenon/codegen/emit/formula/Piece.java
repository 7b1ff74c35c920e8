package dev.tenon.codegen.emit.formula;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Code;
import org.jspecify.annotations.Nullable;

/**
 * A part of a kernel's text, with what is needed to use it within another one.
 *
 * @param text Java or CUDA source; the classes that it names are imported where Java is written
 * @param kind what it evaluates to
 * @param precedence how tightly its outermost operator binds, on the scale of {@link Code}
 * @param literal the number that is written out; null for all else
 */
public record Piece(CodeBlock text, Kind kind, int precedence, @Nullable Double literal) {
    /** What kernel expressions evaluate to. */
    public enum Kind {
        /** One number. */
        NUMBER,
        /** One truth value. */
        FLAG,
        /** A number per lane. */
        VECTOR,
        /** A truth value per lane. */
        MASK
    }

    public Piece(CodeBlock text, Kind kind, int precedence) {
        this(text, kind, precedence, null);
    }

    /** A variable, or what is read by a call. */
    public static Piece of(Kind kind, String text) {
        return new Piece(CodeBlock.of("$L", text), kind, Code.PRIMARY);
    }

    public static Piece number(String text) {
        return of(Kind.NUMBER, text);
    }

    public static Piece number(CodeBlock text) {
        return new Piece(text, Kind.NUMBER, Code.PRIMARY);
    }

    public static Piece flag(String text) {
        return of(Kind.FLAG, text);
    }

    public static Piece vector(String text) {
        return of(Kind.VECTOR, text);
    }

    public static Piece vector(CodeBlock text) {
        return new Piece(text, Kind.VECTOR, Code.PRIMARY);
    }

    public static Piece mask(CodeBlock text) {
        return new Piece(text, Kind.MASK, Code.PRIMARY);
    }

    /** A number that is written out. */
    static Piece literal(String text, double value, int precedence) {
        return new Piece(CodeBlock.of("$L", text), Kind.NUMBER, precedence, value);
    }

    public boolean isWide() {
        return kind == Kind.VECTOR || kind == Kind.MASK;
    }

    /** The text where an operator of this precedence expects an operand. */
    public CodeBlock within(int outer) {
        return precedence < outer ? CodeBlock.of("($L)", text) : text;
    }
}
