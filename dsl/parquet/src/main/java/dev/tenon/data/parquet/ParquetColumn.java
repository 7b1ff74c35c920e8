package dev.tenon.data.parquet;

import dev.tenon.data.table.RawColumn;
import dev.tenon.io.FileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of a column: numbers or texts, or null. */
final class ParquetColumn implements RawColumn {
    private final Path file;
    private final String name;
    private final List<@Nullable Object> values = new ArrayList<>();

    ParquetColumn(Path file, String name) {
        this.file = file;
        this.name = name;
    }

    void add(@Nullable Object value) {
        values.add(value instanceof Boolean truth ? (Object) (truth ? 1 : 0) : value);
        if (value != null && !(value instanceof Boolean || value instanceof Number || value instanceof String)) {
            throw wrong(values.size() - 1, "must be a number, true, false or a text, got " + value + "\n  try:   ignore(\"" + name
                + "\")");
        }
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
        return values.get(row) == null;
    }

    @Override
    public boolean isNumeric() {
        return values.stream().noneMatch(String.class::isInstance);
    }

    @Override
    public double number(int row) {
        if (values.get(row) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(row, "must be a number, got '" + text(row) + "'\n  try:   categories(\"" + name + "\")");
    }

    @Override
    public String text(int row) {
        return Objects.toString(values.get(row));
    }

    @Override
    public FileException wrong(int row, String reason) {
        return new FileException(file + ": row " + row + ", column '" + name + "': " + reason);
    }
}
