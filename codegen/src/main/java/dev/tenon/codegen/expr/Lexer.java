package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.SourceText;
import java.util.ArrayList;
import java.util.List;

/** Cuts expressions and signatures into tokens. A character that belongs to none becomes a token that no grammar takes. */
public final class Lexer {
    private static final List<String> SYMBOLS = List.of("...", "->", "==", "!=", "<=", ">=", "<<", ">>", "&&", "||", "??", "+", "-", "*",
        "/", "(", ")", "[", "]", ",", ":", "?", "=", "<", ">", "!", ".", "|", "&", "^", "~");

    private final SourceText source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean startsLine = true;

    private Lexer(SourceText source) {
        this.source = source;
        this.text = source.value();
    }

    /** All tokens, the last of which is the end. */
    public static List<Token> tokens(SourceText source) {
        return new Lexer(source).run();
    }

    private List<Token> run() {
        while (skipBlanks()) {
            char c = text.charAt(at);
            if (isDigit(c)) {
                add(Token.Kind.NUMBER, numberEnd());
            } else if (Character.isLetter(c) || c == '_') {
                add(Token.Kind.NAME, nameEnd());
            } else {
                addSymbol();
            }
        }
        tokens.add(new Token(Token.Kind.END, "", at, startsLine, source.at(at)));
        return tokens;
    }

    private boolean skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            startsLine |= text.charAt(at) == '\n';
            at++;
        }
        return at < text.length();
    }

    private void addSymbol() {
        for (var symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                add(Token.Kind.SYMBOL, at + symbol.length());
                return;
            }
        }
        add(Token.Kind.UNKNOWN, at + 1);
    }

    private void add(Token.Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), at, startsLine, source.at(at)));
        startsLine = false;
        at = end;
    }

    private int nameEnd() {
        int end = at;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    /** Of a number with a prefix, such as {@code 0xFF}, all that could be a digit; {@link Literals} says which of them are. */
    private int numberEnd() {
        if (text.charAt(at) == '0' && at + 1 < text.length() && "xXbB".indexOf(text.charAt(at + 1)) >= 0) {
            return nameEnd();
        }
        int end = digits(at);
        if (end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1))) {
            end = digits(end + 1);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int sign = end + 1 < text.length() && "+-".indexOf(text.charAt(end + 1)) >= 0 ? 1 : 0;
            int exponent = digits(end + 1 + sign);
            end = exponent > end + 1 + sign ? exponent : end;
        }
        return end;
    }

    private int digits(int from) {
        int end = from;
        while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
