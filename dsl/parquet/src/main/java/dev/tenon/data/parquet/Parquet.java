package dev.tenon.data.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.tenon.core.ArgumentException;
import dev.tenon.data.table.ColumnRules;
import dev.tenon.data.table.Table;
import dev.tenon.io.FileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Parquet files as tables: {@code parquet(path, p -> p.ignore("id").missing(Missing.mean())).dataset("price")}. */
public final class Parquet {
    private Parquet() {}

    /** {@link #parquet(Path, UnaryOperator)} with the defaults. */
    public static Table parquet(Path file) {
        return parquet(file, p -> p);
    }

    /**
     * Reads a file. Columns of numbers hold numbers, true is 1 and false is 0; columns of texts hold categories, numbered in the order of their
     * names. Columns of anything else, dates, lists and structures, must be ignored.
     *
     * @throws ArgumentException if a setting names a column that is not there
     * @throws FileException if the file cannot be read, or a value is neither a number nor a text; the message names the row and the column
     */
    public static Table parquet(Path file, UnaryOperator<ColumnRules> rules) {
        var chosen = rules.apply(ColumnRules.DEFAULT);
        return chosen.table(file.toString(), read(file, chosen));
    }

    private static List<ParquetColumn> read(Path file, ColumnRules rules) {
        try {
            FileException.requireFile(file);
            try (var reader = ParquetFileReader.open(InputFile.of(file)); var rows = reader.rowReader()) {
                return read(file, rules, rows);
            }
        } catch (IOException e) {
            throw FileException.reading(file, e);
        } catch (RuntimeException e) {
            // The reader stumbles over damaged files in many ways.
            throw e instanceof FileException ? e
                : FileException.reading(file, new IOException("it is no Parquet file, or damaged: " + e, e));
        }
    }

    private static List<ParquetColumn> read(Path file, ColumnRules rules, RowReader rows) {
        var columns = new ArrayList<ParquetColumn>();
        for (int i = 0; i < rows.getFieldCount(); i++) {
            columns.add(new ParquetColumn(file, rows.getFieldName(i)));
        }
        while (rows.hasNext()) {
            rows.next();
            for (int i = 0; i < columns.size(); i++) {
                if (!rules.ignores(columns.get(i).name())) {
                    columns.get(i).add(rows.isNull(i) ? null : rows.getValue(i));
                }
            }
        }
        return columns;
    }
}
