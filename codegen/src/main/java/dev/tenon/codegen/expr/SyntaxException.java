package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;

/** Leaves a grammar at its first mistake; whoever started the grammar reports it and goes on with the next text. */
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Position at;
    private final String expected;
    private final String found;
    private final String fix;

    public SyntaxException(Position at, String expected, String found, String fix) {
        super("expected " + expected + ", found " + found);
        this.at = at;
        this.expected = expected;
        this.found = found;
        this.fix = fix;
    }

    public Position at() {
        return at;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }

    public String fix() {
        return fix;
    }
}
