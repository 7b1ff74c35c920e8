package dev.tenon.io;

import dev.tenon.core.TenonException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file whose content breaks its format; the message names the file, the byte and what was expected there. */
public final class FileFormatException extends TenonException {
    private static final long serialVersionUID = 1L;

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
        super(format + ": " + file + ", byte " + offset + ": " + rule + "\n  expected: " + expected + "   actual: " + actual);
    }
}
