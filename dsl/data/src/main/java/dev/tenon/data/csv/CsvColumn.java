package dev.tenon.data.csv;

import dev.tenon.data.table.RawColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The texts of a column; the lines they stand in are those of all columns. */
final class CsvColumn implements RawColumn {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final Path file;
    private final int number;
    private final String name;
    private final Set<String> missingTexts;
    private final List<String> values = new ArrayList<>();
    private final List<Long> lines;

    CsvColumn(Path file, int number, String name, Set<String> missingTexts, List<Long> lines) {
        this.file = file;
        this.number = number;
        this.name = name;
        this.missingTexts = missingTexts;
        this.lines = lines;
    }

    void add(String value) {
        values.add(value);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public boolean isMissing(int row) {
        return missingTexts.contains(values.get(row));
    }

    @Override
    public boolean isNumeric() {
        return values.stream().allMatch(value -> missingTexts.contains(value) || NUMBER.matcher(value).matches());
    }

    @Override
    public double number(int row) {
        var value = values.get(row);
        if (!NUMBER.matcher(value).matches()) {
            throw wrong(row, "must be a number, got '" + value + "'\n  try:   categories(\"" + name + "\"), or missingTexts(...) if it "
                + "stands for no value");
        }
        return Double.parseDouble(value);
    }

    @Override
    public String text(int row) {
        return values.get(row);
    }

    @Override
    public CsvException wrong(int row, String reason) {
        return new CsvException(file, lines.get(row), number, name, reason);
    }
}
