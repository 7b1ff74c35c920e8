package dev.tenon.data.csv;

import dev.tenon.io.FileException;
import java.nio.file.Path;

/** A CSV file that cannot be made a table; the message names the file, the line, the column and what stands there. */
public final class CsvException extends FileException {
    private static final long serialVersionUID = 1L;

    CsvException(Path file, long line, String reason) {
        super(file + ":" + line + ": " + reason);
    }

    CsvException(Path file, long line, int column, String name, String reason) {
        this(file, line, "column " + (column + 1) + ", '" + name + "': " + reason);
    }
}
