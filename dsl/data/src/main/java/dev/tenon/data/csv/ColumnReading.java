package dev.tenon.data.csv;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.table.CategoryColumn;
import dev.tenon.data.table.Column;
import dev.tenon.data.table.NumberColumn;
import dev.tenon.data.text.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a column's texts mean. */
final class ColumnReading {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final Path file;
    private final RawColumn raw;
    private final CsvOptions options;
    private final @Nullable Column known;

    ColumnReading(Path file, RawColumn raw, CsvOptions options) {
        this.file = file;
        this.raw = raw;
        this.options = options;
        this.known = options.like == null ? null
            : options.like.columns().stream().filter(column -> column.name().equals(raw.name())).findFirst().orElse(null);
    }

    Column column() {
        return isNumeric() ? numbers() : categories();
    }

    /** As it was declared, else as it was before, else as it looks. */
    private boolean isNumeric() {
        boolean declared = options.numbers.contains(raw.name());
        if (declared && options.categories.contains(raw.name())) {
            throw new ArgumentException("csv: column '" + raw.name() + "' is declared as numbers and as categories");
        }
        if (declared || options.categories.contains(raw.name())) {
            return declared;
        }
        return known != null ? known instanceof NumberColumn
            : raw.values().stream().allMatch(value -> isMissing(value) || NUMBER.matcher(value).matches());
    }

    private boolean isMissing(String value) {
        return options.missingTexts.contains(value);
    }

    private Missing instead(Missing otherwise) {
        return options.missing.getOrDefault(raw.name(), otherwise);
    }

    private CsvException wrong(int row, String reason) {
        return new CsvException(file, raw.line(row), raw.number(), raw.name(), reason);
    }

    // ---- numbers ----------------------------------------------------------------------------------------------------

    private NumberColumn numbers() {
        var values = new double[raw.values().size()];
        var missing = new ArrayList<Integer>();
        double sum = 0;
        for (int row = 0; row < values.length; row++) {
            var value = raw.values().get(row);
            if (isMissing(value)) {
                missing.add(row);
            } else {
                values[row] = number(row, value);
                sum += values[row];
            }
        }
        if (!missing.isEmpty()) {
            double filler = filler(missing.getFirst(), sum, values.length - missing.size());
            missing.forEach(row -> values[row] = filler);
        }
        return new NumberColumn(raw.name(), values);
    }

    private double number(int row, String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw wrong(row,
                "must be a number, got '" + value + "'\n  try:   c.categories(\"" + raw.name() + "\"), or c.missingTexts(...) if "
                    + "it stands for no value");
        }
        return Double.parseDouble(value);
    }

    private double filler(int row, double sum, int count) {
        return switch (instead(options.missingNumbers)) {
            case Missing.Filled(double value) -> value;
            case Missing.Mean() when known instanceof NumberColumn before -> before.mean();
            case Missing.Mean() when count > 0 -> sum / count;
            case Missing.Mean() -> throw wrong(row, "there is no value to take the mean of");
            case Missing.Category(String name) -> throw wrong(row, "numbers cannot be missing as category '" + name + "'"
                + "\n  try:   Missing.fill(0)");
            case Missing.Refused() -> throw wrong(row, "there is no value, got '" + raw.values().get(row) + "'\n  try:   c.missing(\""
                + raw.name() + "\", Missing.mean())");
        };
    }

    // ---- categories -------------------------------------------------------------------------------------------------

    private CategoryColumn categories() {
        var names = new ArrayList<String>();
        for (int row = 0; row < raw.values().size(); row++) {
            var value = raw.values().get(row);
            names.add(isMissing(value) ? category(row) : value);
        }
        var vocabulary = known instanceof CategoryColumn before ? before.vocabulary() : vocabulary(names);
        var ids = new int[names.size()];
        for (int row = 0; row < ids.length; row++) {
            ids[row] = id(row, names.get(row), vocabulary);
        }
        return new CategoryColumn(raw.name(), ids, vocabulary);
    }

    private String category(int row) {
        return switch (instead(options.missingCategories)) {
            case Missing.Category(String name) -> name;
            case Missing.Refused() -> throw wrong(row, "there is no value, got '" + raw.values().get(row) + "'\n  try:   c.missing(\""
                + raw.name() + "\", Missing.category(\"none\"))");
            case Missing.Filled _, Missing.Mean _ -> throw wrong(row, "categories cannot be filled with a number\n  try:   "
                + "Missing.category(\"none\")");
        };
    }

    private Vocabulary vocabulary(List<String> names) {
        var distinct = new TreeSet<>(names);
        distinct.remove(Vocabulary.UNKNOWN);
        var tokens = new ArrayList<String>();
        if (options.unknownCategories) {
            tokens.add(Vocabulary.UNKNOWN);
        }
        tokens.addAll(distinct);
        return Vocabulary.of(tokens);
    }

    private int id(int row, String name, Vocabulary vocabulary) {
        if (!vocabulary.contains(name) && !vocabulary.contains(Vocabulary.UNKNOWN)) {
            throw wrong(row, "'" + name + "' is none of the categories that are known: " + vocabulary.tokens()
                + "\n  try:   c.unknownCategories() where the first file is read");
        }
        return vocabulary.id(name);
    }
}
