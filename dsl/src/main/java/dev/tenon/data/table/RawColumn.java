package dev.tenon.data.table;

import dev.tenon.io.FileException;

/** What a file holds of a column, for {@link ColumnRules#column}: rows of numbers or texts, some of them missing. */
public interface RawColumn {
    /** What it is called. */
    String name();

    /** How many rows it has. */
    int size();

    /** Whether a row has no value. */
    boolean isMissing(int row);

    /** Whether every value is a number. */
    boolean isNumeric();

    /**
     * A row's value as a number.
     *
     * @throws FileException if it is none
     */
    double number(int row);

    /** A row's value, or what stands there instead, as a text. */
    String text(int row);

    /** What is wrong with a row; the message names the place. */
    FileException wrong(int row, String reason);
}
