package dev.tenon.data.table;

/** What stands where a file has no value. */
public sealed interface Missing {
    /** Nothing: the file is refused. */
    record Refused() implements Missing {}

    /**
     * A number.
     *
     * @param value in every row
     */
    record Filled(double value) implements Missing {}

    /** The mean of the column's other values, or of the table's that the file is read like. */
    record Mean() implements Missing {}

    /**
     * A category of its own.
     *
     * @param name what it is called
     */
    record Category(String name) implements Missing {}

    /** The file is refused, with the place. */
    static Missing error() {
        return new Refused();
    }

    /** This number. */
    static Missing fill(double value) {
        return new Filled(value);
    }

    /** The mean of the column. */
    static Missing mean() {
        return new Mean();
    }

    /** A category of this name. */
    static Missing category(String name) {
        return new Category(name);
    }
}
