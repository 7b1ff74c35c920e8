package dev.tenon.codegen.expr;

import java.util.List;

/** A place in a list of tokens, for grammars that look one token ahead. */
public final class TokenReader {
    private final List<Token> tokens;
    private int next;

    public TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** The next token, which stays. */
    public Token peek() {
        return tokens.get(next);
    }

    /** The token after the next one. */
    public Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    /** The last token taken. */
    public Token previous() {
        return tokens.get(Math.max(0, next - 1));
    }

    /** Takes a token; the end can be taken again and again. */
    public Token take() {
        var token = tokens.get(next);
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    /** Takes the next token if it is this one. */
    public boolean takeIf(String text) {
        if (peek().is(text)) {
            take();
            return true;
        }
        return false;
    }

    /** Takes this symbol, or fails. */
    public Token expect(String text, String fix) {
        if (!peek().is(text)) {
            throw failure("'" + text + "'", fix);
        }
        return take();
    }

    /** Takes a name, or fails. */
    public Token expectName(String what, String fix) {
        if (peek().kind() != Token.Kind.NAME) {
            throw failure(what, fix);
        }
        return take();
    }

    /** Whether all tokens are taken. */
    public boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** That something else was expected here. */
    public SyntaxException failure(String expected, String fix) {
        return new SyntaxException(peek().at(), expected, peek().described(), fix);
    }
}
