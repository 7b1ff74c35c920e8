package dev.tenon.io;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file whose content breaks its format; the message names the file, the byte and what was expected there. */
public final class FileFormatException extends FileException {
    private static final long serialVersionUID = 1L;
    /** What a hostile file says can be as long as the file. */
    private static final int LONGEST = 300;

    /**
     * An error at a place of a file.
     *
     * @param format the format's name, such as {@code idx}
     * @param file the file read
     * @param offset the byte, counted from 0 in the uncompressed content
     * @param rule what is wrong
     * @param expected what the format asks for
     * @param actual what the file holds
     */
    public FileFormatException(String format, Path file, long offset, String rule, Object expected, @Nullable Object actual) {
        super(format + ": " + file + ", byte " + offset + ": " + clip(rule) + "\n  expected: " + clip(expected) + "   actual: "
            + clip(String.valueOf(actual)));
    }

    private static String clip(Object text) {
        var all = text.toString();
        return all.length() <= LONGEST ? all : all.substring(0, LONGEST) + "... (" + all.length() + " characters)";
    }
}
