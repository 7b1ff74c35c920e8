package dev.tenon.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the Python literal that a .npy header is: a dictionary of strings, truth values, integers, tuples and lists. Nothing is evaluated. */
final class PythonLiteral {
    private static final int DEEPEST = 8;

    private final Origin origin;
    private final String text;
    private final long start;
    private int at;

    /** A reader of text that begins at byte {@code start} of a file. */
    PythonLiteral(Origin origin, String text, long start) {
        this.origin = origin;
        this.text = text;
        this.start = start;
    }

    /** The one dictionary the text holds; white space may follow it. */
    Map<String, Object> dictionary() {
        var members = new LinkedHashMap<String, Object>();
        expect('{');
        while (peek() != '}') {
            int keyAt = at;
            var key = string();
            expect(':');
            if (members.put(key, value(0)) != null) {
                at = keyAt;
                throw malformed("the key '" + key + "' occurs twice", "unique keys");
            }
            separator('}');
        }
        at++;
        if (!text.substring(at).isBlank()) {
            throw malformed("text after the header's dictionary", "white space only");
        }
        return members;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw malformed("too deep nesting", "at most " + DEEPEST + " levels");
        }
        return switch (peek()) {
            case '(' -> items(')', depth);
            case '[' -> items(']', depth);
            case '\'', '"' -> string();
            case 'T' -> word("True", true);
            case 'F' -> word("False", false);
            default -> integer();
        };
    }

    private List<Object> items(char close, int depth) {
        var items = new ArrayList<Object>();
        at++;
        while (peek() != close) {
            items.add(value(depth + 1));
            separator(close);
        }
        at++;
        return items;
    }

    /** A comma, which may be left out before the end. */
    private void separator(char close) {
        if (peek() == ',') {
            at++;
        } else if (peek() != close) {
            throw malformed("the literal is malformed", "',' or '" + close + "'");
        }
    }

    private String string() {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw malformed("the literal is malformed", "a string");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
            throw malformed("a string without an end or with an escape", "a plain string");
        }
        var string = text.substring(at + 1, end);
        at = end + 1;
        return string;
    }

    private Boolean word(String word, boolean value) {
        if (!text.startsWith(word, at)) {
            throw malformed("not a value of a header", word);
        }
        at += word.length();
        return value;
    }

    private Long integer() {
        int from = at;
        while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9' || at == from && text.charAt(at) == '-')) {
            at++;
        }
        try {
            var value = Long.valueOf(text.substring(from, at));
            // Python 2 marked long integers.
            at += at < text.length() && text.charAt(at) == 'L' ? 1 : 0;
            return value;
        } catch (NumberFormatException e) {
            at = from;
            throw malformed("not a value of a header", "a string, True, False, a tuple or an integer of 64 bits");
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw malformed("the literal is malformed", "'" + c + "'");
        }
        at++;
    }

    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at >= text.length()) {
            throw malformed("the header ends too early", "more text");
        }
        return text.charAt(at);
    }

    private FileFormatException malformed(String rule, String expected) {
        var actual = at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the header";
        return origin.wrong(start + at, rule, expected, actual);
    }
}
