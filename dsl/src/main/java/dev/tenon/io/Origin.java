package dev.tenon.io;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where content comes from, for errors.
 *
 * @param format the format's name
 * @param file the file
 * @param entry what of the file, or null where it is the whole
 */
record Origin(String format, Path file, @Nullable String entry) {
    Origin(String format, Path file) {
        this(format, file, null);
    }

    FileFormatException wrong(long offset, String rule, Object expected, @Nullable Object actual) {
        return new FileFormatException(format, file, offset, (entry == null ? "" : "'" + entry + "': ") + rule, expected, actual);
    }

    @Override
    public String toString() {
        return format + ": " + file + (entry == null ? "" : ": '" + entry + "'");
    }
}
