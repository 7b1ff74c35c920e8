package dev.tenon.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The columns of a file as its lines come. */
final class CsvContent {
    private final Path file;
    private final CsvOptions options;
    private final List<CsvColumn> columns = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();

    CsvContent(Path file, CsvOptions options) {
        this.file = file;
        this.options = options;
        options.names().forEach(name -> addColumn(0, name));
    }

    void add(CsvRecord row) {
        long line = row.getStartingLineNumber();
        requireText(line, row.getFields());
        if (columns.isEmpty()) {
            row.getFields().forEach(name -> addColumn(line, name.strip()));
            return;
        }
        if (row.getFieldCount() != columns.size()) {
            throw new CsvException(file, line, "there must be " + columns.size() + " fields, as there are names; got "
                + row.getFieldCount() + ": " + row.getFields());
        }
        lines.add(line);
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).add(row.getField(i).strip());
        }
    }

    /** A reader puts this character where bytes are none. */
    private void requireText(long line, List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).indexOf('\uFFFD') >= 0) {
                throw new CsvException(file, line, "field " + (i + 1) + " holds U+FFFD, which stands for bytes that are not UTF-8: '"
                    + fields.get(i) + "'\n  try:   the file saved in UTF-8, or the character replaced where it is meant");
            }
        }
    }

    private void addColumn(long line, String name) {
        if (columns.stream().anyMatch(column -> column.name().equals(name))) {
            throw new CsvException(file, line, columns.size(), name, "the name occurs twice");
        }
        columns.add(new CsvColumn(file, columns.size(), name, options.missingTexts(), lines));
    }

    List<CsvColumn> columns() {
        if (columns.isEmpty()) {
            throw new CsvException(file, 1, "the file is empty");
        }
        return columns;
    }
}
