package dev.tenon.samples.conformance;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) from a stream into maps, lists, strings, booleans and null. A number without fraction and exponent
 * is a {@link Long}, any other a {@link Double}, because PyTorch's {@code 2} and {@code 2.0} are different arguments.
 */
final class Json {
    private static final int END = -1;
    private static final int DEEPEST = 512;

    private final Reader in;
    private final StringBuilder text = new StringBuilder();
    private int current;
    private long offset;

    private Json(Reader in) throws IOException {
        this.in = in;
        advance();
    }

    /**
     * The one value that the stream holds.
     *
     * @throws IOException if reading fails or the text is not JSON
     */
    static @Nullable Object parse(Reader in) throws IOException {
        var json = new Json(in);
        json.skipSpace();
        var value = json.value(0);
        json.skipSpace();
        if (json.current != END) {
            throw json.malformed("nothing after the value");
        }
        return value;
    }

    private @Nullable Object value(int depth) throws IOException {
        if (depth > DEEPEST) {
            throw malformed("at most " + DEEPEST + " levels of nesting");
        }
        return switch (current) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) throws IOException {
        var members = new LinkedHashMap<String, @Nullable Object>();
        advance();
        skipSpace();
        while (current != '}') {
            if (!members.isEmpty()) {
                expect(',');
            }
            var name = string();
            skipSpace();
            expect(':');
            members.put(name, value(depth + 1));
            skipSpace();
        }
        advance();
        return members;
    }

    private List<@Nullable Object> array(int depth) throws IOException {
        var items = new ArrayList<@Nullable Object>();
        advance();
        skipSpace();
        while (current != ']') {
            if (!items.isEmpty()) {
                expect(',');
            }
            items.add(value(depth + 1));
            skipSpace();
        }
        advance();
        return items;
    }

    private String string() throws IOException {
        if (current != '"') {
            throw malformed("a string");
        }
        text.setLength(0);
        for (advance(); current != '"'; advance()) {
            if (current < ' ') {
                throw malformed("a printable character or the closing quote");
            }
            text.append(current == '\\' ? escape() : (char) current);
        }
        advance();
        return text.toString();
    }

    private char escape() throws IOException {
        advance();
        return switch (current) {
            case '"', '\\', '/' -> (char) current;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw malformed("an escape");
        };
    }

    private char unicode() throws IOException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            advance();
            int digit = Character.digit(current, 16);
            if (digit < 0) {
                throw malformed("four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Number number() throws IOException {
        text.setLength(0);
        boolean integral = true;
        while (current >= '0' && current <= '9' || current == '-' || current == '+' || current == '.' || current == 'e' || current == 'E') {
            integral &= current != '.' && current != 'e' && current != 'E';
            text.append((char) current);
            advance();
        }
        try {
            return integral ? (Number) Long.valueOf(text.toString()) : (Number) Double.valueOf(text.toString());
        } catch (NumberFormatException e) {
            throw malformed("a value");
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            if (current != word.charAt(i)) {
                throw malformed("the word " + word);
            }
            advance();
        }
        return value;
    }

    private void expect(char character) throws IOException {
        if (current != character) {
            throw malformed("'" + character + "'");
        }
        advance();
        skipSpace();
    }

    private void skipSpace() throws IOException {
        while (current == ' ' || current == '\n' || current == '\r' || current == '\t') {
            advance();
        }
    }

    private void advance() throws IOException {
        current = in.read();
        offset++;
    }

    private IOException malformed(String expected) {
        var found = current == END ? "the end" : "'" + (char) current + "'";
        return new IOException("JSON: expected " + expected + " at character " + offset + ", found " + found);
    }
}
