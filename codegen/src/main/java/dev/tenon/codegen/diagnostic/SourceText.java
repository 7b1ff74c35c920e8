package dev.tenon.codegen.diagnostic;

import java.util.Arrays;

/**
 * The value of a YAML scalar that remembers where each of its characters stands in the file, so that a mistake inside an expression
 * is shown there, in plain, quoted, folded and literal scalars alike.
 */
public final class SourceText {
    private final String value;
    private final int[] offsets;
    private final SourceFile file;

    private SourceText(String value, int[] offsets, SourceFile file) {
        this.value = value;
        this.offsets = offsets;
        this.file = file;
    }

    /**
     * Aligns a value with the file.
     *
     * @param value what the YAML reader made of the scalar
     * @param from the offset in the file of the scalar's first character, quote or indicator
     */
    public static SourceText of(String value, SourceFile file, int from) {
        var offsets = new int[value.length() + 1];
        int at = from;
        for (int i = 0; i < value.length(); i++) {
            at = find(value.charAt(i), file.text(), at);
            offsets[i] = at;
            at++;
        }
        offsets[value.length()] = at;
        return new SourceText(value, offsets, file);
    }

    /** The next place of a character. A folded line end shows as a blank in the value and is a run of white space in the file. */
    private static int find(char c, String text, int from) {
        int at = Math.min(from, text.length());
        if (at < text.length() && text.charAt(at) == c) {
            return at;
        }
        if (c == ' ' && at < text.length() && Character.isWhitespace(text.charAt(at))) {
            int end = at;
            while (end + 1 < text.length() && Character.isWhitespace(text.charAt(end + 1))) {
                end++;
            }
            return end;
        }
        int found = text.indexOf(c, at);
        return found < 0 ? at : found;
    }

    public String value() {
        return value;
    }

    public int length() {
        return value.length();
    }

    /** Where the character of this index stands; the length's is just past the end. */
    public Position at(int index) {
        int offset = offsets[Math.max(0, Math.min(index, value.length()))];
        int line = 1;
        int start = 0;
        for (int i = file.text().indexOf('\n'); i >= 0 && i < offset; i = file.text().indexOf('\n', i + 1)) {
            line++;
            start = i + 1;
        }
        return new Position(file.name(), line, offset - start + 1);
    }

    /** A part of this text. */
    public SourceText part(int from, int to) {
        var partOffsets = Arrays.copyOfRange(offsets, from, to + 1);
        return new SourceText(value.substring(from, to), partOffsets, file);
    }

    /** This text without blanks at its ends. */
    public SourceText strip() {
        int from = 0;
        int to = value.length();
        while (from < to && Character.isWhitespace(value.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(value.charAt(to - 1))) {
            to--;
        }
        return part(from, to);
    }

    @Override
    public String toString() {
        return value;
    }
}
