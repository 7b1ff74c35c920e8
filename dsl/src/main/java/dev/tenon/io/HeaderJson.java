package dev.tenon.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of a safetensors header: objects, arrays, strings and integers. Stricter than JSON in general: a repeated key is an
 * error, and so is a number with a fraction.
 */
final class HeaderJson {
    private static final int DEEPEST = 16;

    private final Path file;
    private final String text;
    private final long start;
    private int at;

    /**
     * A reader.
     *
     * @param start byte of the file at which the text begins, for errors
     */
    HeaderJson(Path file, String text, long start) {
        this.file = file;
        this.text = text;
        this.start = start;
    }

    /** The one object the text holds; spaces may follow it, as padding. */
    Map<String, Object> parse() {
        if (peek() != '{') {
            throw malformed("the header must be a JSON object", "'{'");
        }
        var object = object(0);
        skipSpace();
        if (at != text.length()) {
            throw malformed("text after the header's object", "spaces only");
        }
        return object;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw malformed("too deep nesting", "at most " + DEEPEST + " levels");
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> integer();
        };
    }

    private Map<String, Object> object(int depth) {
        var members = new LinkedHashMap<String, Object>();
        at++;
        skipSpace();
        while (peek() != '}') {
            if (!members.isEmpty()) {
                expect(',');
            }
            skipSpace();
            int keyAt = at;
            var key = string();
            skipSpace();
            expect(':');
            if (members.put(key, value(depth + 1)) != null) {
                at = keyAt;
                throw malformed("the name \"" + key + "\" occurs twice", "unique names");
            }
            skipSpace();
        }
        at++;
        return members;
    }

    private List<Object> array(int depth) {
        var items = new ArrayList<Object>();
        at++;
        skipSpace();
        while (peek() != ']') {
            if (!items.isEmpty()) {
                expect(',');
            }
            items.add(value(depth + 1));
            skipSpace();
        }
        at++;
        return items;
    }

    private String string() {
        expect('"');
        var result = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw malformed("a control character in a string", "an escape");
            }
            result.append(c == '\\' ? escape() : c);
        }
        return result.toString();
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw malformed("an unknown escape", "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
        };
    }

    private int hex() {
        int digit = Character.digit(next(), 16);
        if (digit < 0) {
            throw malformed("an incomplete escape", "four hexadecimal digits");
        }
        return digit;
    }

    private Long integer() {
        int from = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        try {
            return Long.valueOf(text.substring(from, at));
        } catch (NumberFormatException e) {
            at = from;
            throw malformed("not a value of a header", "an object, a list, a string or an integer of 64 bits");
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw malformed("the JSON is malformed", "'" + c + "'");
        }
        at++;
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed("the JSON ends too early", "more text");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private FileFormatException malformed(String rule, String expected) {
        var actual = at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the header";
        return new FileFormatException("safetensors", file, start + at, rule, expected, actual);
    }

    /** A string as JSON. */
    static String quoted(String value) {
        var result = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> result.append('\\').append(c);
                default -> {
                    if (c < ' ') {
                        result.append(String.format("\\u%04x", (int) c));
                    } else {
                        result.append(c);
                    }
                }
            }
        }
        return result.append('"').toString();
    }
}
