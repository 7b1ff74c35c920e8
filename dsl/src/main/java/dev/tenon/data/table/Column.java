package dev.tenon.data.table;

/** A column of a {@link Table}. */
public sealed interface Column permits NumberColumn, CategoryColumn {
    /** What it is called. */
    String name();

    /** How many rows it has. */
    int size();

    /** The rows of these numbers. */
    Column rows(int... numbers);
}
