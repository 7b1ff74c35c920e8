package dev.tenon.data.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.tenon.core.ArgumentException;
import dev.tenon.data.table.Column;
import dev.tenon.data.table.Table;
import dev.tenon.io.FileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** CSV files as tables: {@code csv(path, c -> c.categories("city").missing(Missing.mean())).dataset("price")}. */
public final class Csv {
    private Csv() {}

    /** {@link #csv(Path, UnaryOperator)} with the defaults. */
    public static Table csv(Path file) {
        return csv(file, c -> c);
    }

    /**
     * Reads a file in UTF-8. Columns hold numbers where every value is one, else categories, numbered in the order of their names.
     *
     * @throws CsvException if the content is wrong; the message names the place
     * @throws FileException if the file cannot be read
     */
    public static Table csv(Path file, UnaryOperator<CsvOptions> options) {
        var chosen = options.apply(CsvOptions.DEFAULT);
        var raw = read(file, chosen);
        requireKnown(file, chosen, raw);
        var columns = new ArrayList<Column>();
        for (var column : raw) {
            if (!chosen.ignored.contains(column.name())) {
                columns.add(new ColumnReading(file, column, chosen).column());
            }
        }
        if (columns.isEmpty()) {
            throw new CsvException(file, 1, "every column is ignored");
        }
        return new Table(columns);
    }

    private static List<RawColumn> read(Path file, CsvOptions options) {
        var columns = new ArrayList<RawColumn>();
        var builder = CsvReader.builder().fieldSeparator(options.separator).quoteCharacter(options.quote).detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE).skipEmptyLines(true);
        try (var reader = builder.ofCsvRecord(file)) {
            for (var name : options.names) {
                columns.add(new RawColumn(columns.size(), name));
            }
            for (var row : reader) {
                if (columns.isEmpty()) {
                    header(file, row, columns);
                } else {
                    add(file, row, columns);
                }
            }
        } catch (CsvParseException e) {
            throw withCause(new FileException("cannot read " + file + ": " + e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw FileException.reading(file, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
        if (columns.isEmpty()) {
            throw new CsvException(file, 1, "the file is empty");
        }
        return columns;
    }

    private static FileException withCause(FileException error, Throwable cause) {
        error.initCause(cause);
        return error;
    }

    private static void header(Path file, CsvRecord row, List<RawColumn> columns) {
        var names = new LinkedHashSet<String>();
        for (var name : row.getFields()) {
            if (!names.add(name.strip())) {
                throw new CsvException(file, row.getStartingLineNumber(), names.size(), name.strip(), "the name occurs twice");
            }
            columns.add(new RawColumn(columns.size(), name.strip()));
        }
    }

    private static void add(Path file, CsvRecord row, List<RawColumn> columns) {
        if (row.getFieldCount() != columns.size()) {
            throw new CsvException(file, row.getStartingLineNumber(),
                "there must be " + columns.size() + " fields, as there are names; got "
                    + row.getFieldCount() + ": " + row.getFields());
        }
        for (var column : columns) {
            column.add(row.getStartingLineNumber(), row.getField(column.number()).strip());
        }
    }

    /** A name that is misspelt in the options would be a setting without effect. */
    private static void requireKnown(Path file, CsvOptions options, List<RawColumn> columns) {
        var names = columns.stream().map(RawColumn::name).toList();
        var asked = new LinkedHashSet<String>();
        asked.addAll(options.numbers);
        asked.addAll(options.categories);
        asked.addAll(options.ignored);
        asked.addAll(options.missing.keySet());
        for (var name : asked) {
            if (!names.contains(name)) {
                throw new ArgumentException("csv: " + file + " has no column '" + name + "', only " + names);
            }
        }
    }
}
