package dev.tenon.codegen.emit.formula;

import dev.tenon.codegen.emit.library.Code;

/**
 * A part of a kernel's text, with what is needed to use it within another one.
 *
 * @param text Java or CUDA source
 * @param kind what it evaluates to
 * @param precedence how tightly its outermost operator binds, on the scale of {@link Code}
 */
public record Piece(String text, Kind kind, int precedence) {
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

    public static Piece number(String text) {
        return new Piece(text, Kind.NUMBER, Code.PRIMARY);
    }

    public static Piece flag(String text) {
        return new Piece(text, Kind.FLAG, Code.PRIMARY);
    }

    public static Piece vector(String text) {
        return new Piece(text, Kind.VECTOR, Code.PRIMARY);
    }

    public static Piece mask(String text) {
        return new Piece(text, Kind.MASK, Code.PRIMARY);
    }

    public boolean isWide() {
        return kind == Kind.VECTOR || kind == Kind.MASK;
    }

    /** The text where an operator of this precedence expects an operand. */
    public String within(int outer) {
        return precedence < outer ? "(" + text + ")" : text;
    }
}
