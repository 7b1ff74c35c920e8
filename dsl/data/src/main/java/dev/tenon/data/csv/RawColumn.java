package dev.tenon.data.csv;

import java.util.ArrayList;
import java.util.List;

/** The texts of a column, and the lines they stand in. */
final class RawColumn {
    private final int number;
    private final String name;
    private final List<String> values = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();

    RawColumn(int number, String name) {
        this.number = number;
        this.name = name;
    }

    void add(long line, String value) {
        lines.add(line);
        values.add(value);
    }

    int number() {
        return number;
    }

    String name() {
        return name;
    }

    List<String> values() {
        return values;
    }

    long line(int row) {
        return lines.get(row);
    }
}
