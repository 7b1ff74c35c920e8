package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;

/**
 * A word of the expression language.
 *
 * @param start its index in the text
 * @param startsLine whether it is the first on its line
 */
public record Token(Kind kind, String text, int start, boolean startsLine, Position at) {
    /** The kinds of tokens. */
    public enum Kind {
        NUMBER, NAME, SYMBOL, UNKNOWN, END
    }

    /** Whether it is this symbol or this name. */
    public boolean is(String wanted) {
        return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(wanted);
    }

    /** How a diagnostic calls it. */
    public String described() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
