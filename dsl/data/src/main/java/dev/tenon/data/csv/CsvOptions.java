package dev.tenon.data.csv;

import dev.tenon.data.table.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a CSV file is read. Immutable: each method answers a changed copy. */
public final class CsvOptions {
    static final CsvOptions DEFAULT = new CsvOptions();

    char separator = ',';
    char quote = '"';
    List<String> names = List.of();
    Set<String> missingTexts = Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL");
    Set<String> numbers = Set.of();
    Set<String> categories = Set.of();
    Set<String> ignored = Set.of();
    Missing missingNumbers = Missing.error();
    Missing missingCategories = Missing.error();
    Map<String, Missing> missing = Map.of();
    boolean unknownCategories;
    @Nullable Table like;

    private CsvOptions() {}

    private CsvOptions with(Consumer<CsvOptions> change) {
        var copy = new CsvOptions();
        copy.separator = separator;
        copy.quote = quote;
        copy.names = names;
        copy.missingTexts = missingTexts;
        copy.numbers = numbers;
        copy.categories = categories;
        copy.ignored = ignored;
        copy.missingNumbers = missingNumbers;
        copy.missingCategories = missingCategories;
        copy.missing = missing;
        copy.unknownCategories = unknownCategories;
        copy.like = like;
        change.accept(copy);
        return copy;
    }

    /** What stands between two fields; a comma. */
    public CsvOptions separator(char between) {
        return with(o -> o.separator = between);
    }

    /** What encloses fields that have separators or ends of lines in them; a double quote. */
    public CsvOptions quote(char around) {
        return with(o -> o.quote = around);
    }

    /** The names of the columns of a file whose first line is not their names. */
    public CsvOptions names(String... columns) {
        return with(o -> o.names = List.of(columns));
    }

    /** Columns that hold numbers; of others it is found out: they do where every value is one. */
    public CsvOptions numbers(String... columns) {
        return with(o -> o.numbers = union(numbers, columns));
    }

    /** Columns that hold categories, though they may look like numbers. */
    public CsvOptions categories(String... columns) {
        return with(o -> o.categories = union(categories, columns));
    }

    /** Columns that are left out. */
    public CsvOptions ignore(String... columns) {
        return with(o -> o.ignored = union(ignored, columns));
    }

    private static Set<String> union(Set<String> some, String... more) {
        var all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    /** What stands for no value; an empty field, {@code NA}, {@code N/A}, {@code NaN}, {@code nan}, {@code null} and {@code NULL}. */
    public CsvOptions missingTexts(String... texts) {
        return with(o -> o.missingTexts = Set.of(texts));
    }

    /** What stands in all columns of numbers, or of categories if it is one, where there is no value; an error. */
    public CsvOptions missing(Missing instead) {
        return with(o -> {
            if (!(instead instanceof Missing.Category)) {
                o.missingNumbers = instead;
            }
            if (instead instanceof Missing.Category || instead instanceof Missing.Refused) {
                o.missingCategories = instead;
            }
        });
    }

    /** What stands in one column where there is no value. */
    public CsvOptions missing(String column, Missing instead) {
        return with(o -> {
            var all = new HashMap<>(missing);
            all.put(column, instead);
            o.missing = Map.copyOf(all);
        });
    }

    /** Vocabularies get number 0 for categories that are not in this file, so that another one may have them. */
    public CsvOptions unknownCategories() {
        return with(o -> o.unknownCategories = true);
    }

    /** Types, vocabularies and means of a table that was read before, so that new data means the same. */
    public CsvOptions like(Table known) {
        return with(o -> o.like = known);
    }
}
