package dev.tenon.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Reads the JSON of a safetensors header without holding it: the caller says what it expects next. Stricter than JSON in general: a key that
 * comes again is an error, and so is a number with a fraction where an integer stands.
 */
final class HeaderJson {
    private static final int DEEPEST = 16;
    /** A character of a string takes a byte in the file, and on the heap one while it is read and two afterwards. */
    private static final int WIDEST = 3;
    private static final int LONGEST_NUMBER = 64;

    private final HeaderBytes in;
    private final Origin origin;
    private byte[] text = new byte[256];
    private int length;

    HeaderJson(HeaderBytes in, Origin origin) {
        this.in = in;
        this.origin = origin;
    }

    /** Reads the value of a member. */
    interface Member {
        void read(String name);
    }

    /** The one object the header holds, whose members {@code seen} must not have yet; spaces may follow it, as padding. */
    void whole(Set<String> seen, Member each) {
        if (in.peek() != '{') {
            throw malformed("the header must be a JSON object", "'{'");
        }
        object("the header", "", seen, each);
        if (space() >= 0) {
            throw malformed("text after the header's object", "spaces only");
        }
    }

    /**
     * An object; {@code each} reads the value of each member.
     *
     * @param name what has it, and {@code part}, which of its parts it is; for errors
     * @param seen the names that must not come again; {@code each} adds to it
     */
    void object(String name, String part, Set<String> seen, Member each) {
        open('{', name, part, "an object");
        for (boolean first = true; space() != '}'; first = false) {
            separator(first);
            var key = string("a member's name", "");
            if (seen.contains(key)) {
                throw malformed("the name \"" + key + "\" occurs twice", "unique names");
            }
            expect(':');
            each.read(key);
        }
        in.skip();
    }

    /**
     * A list of integers.
     *
     * @param most how many there may be
     */
    long[] integers(String name, String part, int most) {
        open('[', name, part, "a list of integers");
        var values = new long[Math.min(most, 4)];
        int count = 0;
        for (; space() != ']'; count++) {
            separator(count == 0);
            if (count == most) {
                throw malformed("'" + name + part + "' is too long", "at most " + most + " integers");
            }
            values = count == values.length ? Arrays.copyOf(values, Math.min(most, 2 * count)) : values;
            values[count] = integer();
        }
        in.skip();
        return Arrays.copyOf(values, count);
    }

    /** A string. */
    String string(String name, String part) {
        open('"', name, part, "a string");
        length = 0;
        for (int c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw malformed("a control character in a string", "an escape");
            }
            if (c == '\\') {
                escape();
            } else {
                append((byte) c);
            }
        }
        in.requireRoom((long) WIDEST * length);
        return decoded();
    }

    private String decoded() {
        int high = 0;
        for (int i = 0; i < length; i++) {
            high |= text[i];
        }
        if (high >= 0) {
            return new String(text, 0, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("the header is not UTF-8", "UTF-8");
        }
    }

    /** Passes over any value. */
    void skip(int depth) {
        if (depth > DEEPEST) {
            throw malformed("too deep nesting", "at most " + DEEPEST + " levels");
        }
        switch (space()) {
            case '{', '[' -> skipMembers(depth);
            case '"' -> skipString();
            default -> skipWord();
        }
    }

    private void skipMembers(int depth) {
        boolean named = in.peek() == '{';
        char close = named ? '}' : ']';
        in.skip();
        for (boolean first = true; space() != close; first = false) {
            separator(first);
            if (named) {
                skipString();
                expect(':');
            }
            skip(depth + 1);
        }
        in.skip();
    }

    private void skipString() {
        expect('"');
        for (int c = next(); c != '"'; c = next()) {
            if (c == '\\') {
                next();
            }
        }
    }

    /** A number, a truth value or null. */
    private void skipWord() {
        int count = 0;
        for (int c = in.peek(); c > ' ' && ",]}:".indexOf(c) < 0; c = in.peek(), count++) {
            in.skip();
            if (count == LONGEST_NUMBER) {
                break;
            }
        }
        if (count == 0 || count == LONGEST_NUMBER) {
            throw malformed("not a value of a header", "an object, a list, a string or a number");
        }
    }

    private long integer() {
        space();
        var digits = new StringBuilder();
        for (int c = in.peek(); (c >= '0' && c <= '9' || c == '-') && digits.length() < LONGEST_NUMBER; c = in.peek()) {
            digits.append((char) c);
            in.skip();
        }
        try {
            return Long.parseLong(digits.toString());
        } catch (NumberFormatException e) {
            throw malformed("not a value of a header", "an integer of 64 bits");
        }
    }

    // ---- characters -------------------------------------------------------------------------------------------------

    private void escape() {
        int c = next();
        switch (c) {
            case '"', '\\', '/' -> append((byte) c);
            case 'b' -> append((byte) '\b');
            case 'f' -> append((byte) '\f');
            case 'n' -> append((byte) '\n');
            case 'r' -> append((byte) '\r');
            case 't' -> append((byte) '\t');
            case 'u' -> unicode();
            default -> throw malformed("an unknown escape", "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
        }
    }

    private void unicode() {
        char first = (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
        int point = first;
        if (Character.isHighSurrogate(first) && next() == '\\' && next() == 'u') {
            char second = (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            point = Character.isLowSurrogate(second) ? Character.toCodePoint(first, second) : first;
        }
        if (point == first && Character.isSurrogate(first)) {
            throw malformed("half of a surrogate pair", "both halves");
        }
        appendUtf8(point);
    }

    private void appendUtf8(int point) {
        if (point < 0x80) {
            append((byte) point);
            return;
        }
        int following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        append((byte) (0xFF00 >> following + 1 | point >> 6 * following));
        for (int i = following - 1; i >= 0; i--) {
            append((byte) (0x80 | point >> 6 * i & 0x3F));
        }
    }

    private int hex() {
        int digit = Character.digit(next(), 16);
        if (digit < 0) {
            throw malformed("an incomplete escape", "four hexadecimal digits");
        }
        return digit;
    }

    private void append(byte b) {
        if (length == text.length) {
            in.requireRoom(2L * length);
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = b;
    }

    private void open(char bracket, String name, String part, String expected) {
        if (space() != bracket) {
            throw malformed("'" + name + part + "': must be " + expected, expected);
        }
        in.skip();
    }

    private void separator(boolean first) {
        if (!first) {
            expect(',');
        }
    }

    private void expect(char c) {
        if (space() != c) {
            throw malformed("the JSON is malformed", "'" + c + "'");
        }
        in.skip();
    }

    private int next() {
        int c = in.peek();
        if (c < 0) {
            throw malformed("within a string", "more text");
        }
        in.skip();
        return c;
    }

    /** Passes over white space and answers what follows; the end of the text only where the object is complete. */
    private int space() {
        int c = in.peek();
        while (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            in.skip();
            c = in.peek();
        }
        return c;
    }

    FileFormatException malformed(String rule, String expected) {
        int c = in.peek();
        var actual = c < 0 ? "the end of the header" : c > ' ' && c < 0x7F ? "'" + (char) c + "'" : String.format("the byte 0x%02X", c);
        return origin.wrong(in.position(), c < 0 ? "the JSON ends too early: " + rule : rule, expected, actual);
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
