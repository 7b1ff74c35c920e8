package dev.tenon.data.table;

import dev.tenon.core.ArgumentException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the columns of a file become. Immutable: each method answers a changed copy. */
public final class ColumnRules {
    /** Columns hold numbers where every value is one, else categories; missing values are errors. */
    public static final ColumnRules DEFAULT = new ColumnRules();

    private Set<String> numbers = Set.of();
    private Set<String> categories = Set.of();
    private Set<String> ignored = Set.of();
    private Missing missingNumbers = Missing.error();
    private Missing missingCategories = Missing.error();
    private Map<String, Missing> missing = Map.of();
    private @Nullable Set<String> unknownCategories;
    private @Nullable Table like;

    private ColumnRules() {}

    private ColumnRules with(Consumer<ColumnRules> change) {
        var copy = new ColumnRules();
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

    // ---- settings ---------------------------------------------------------------------------------------------------

    /** Columns that hold numbers; of others it is found out: they do where every value is one. */
    public ColumnRules numbers(String... columns) {
        return with(o -> o.numbers = union(numbers, columns));
    }

    /** Columns that hold categories, though they may look like numbers. */
    public ColumnRules categories(String... columns) {
        return with(o -> o.categories = union(categories, columns));
    }

    /** Columns that are left out. */
    public ColumnRules ignore(String... columns) {
        return with(o -> o.ignored = union(ignored, columns));
    }

    private static Set<String> union(Set<String> some, String... more) {
        var all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    /** What stands in all columns of numbers, or of categories if it is one, where there is no value; an error. */
    public ColumnRules missing(Missing instead) {
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
    public ColumnRules missing(String column, Missing instead) {
        return with(o -> {
            var all = new HashMap<>(missing);
            all.put(column, instead);
            o.missing = Map.copyOf(all);
        });
    }

    /**
     * Vocabularies get number 0 for categories that are not in this file, so that another one may have them: those of these columns, or of all
     * where none is named. A column to predict needs none.
     */
    public ColumnRules unknownCategories(String... columns) {
        return with(o -> o.unknownCategories = Set.of(columns));
    }

    /** Types, vocabularies and means of a table that was read before, so that new data means the same. */
    public ColumnRules like(Table known) {
        return with(o -> o.like = known);
    }

    // ---- what becomes of a file -------------------------------------------------------------------------------------

    /** Whether a column is left out. */
    public boolean ignores(String name) {
        return ignored.contains(name);
    }

    /**
     * The columns of a file without those that are ignored.
     *
     * @param file what errors call it
     * @throws ArgumentException if a setting names a column that is not there, or all are ignored
     */
    public Table table(String file, List<? extends RawColumn> columns) {
        var names = columns.stream().map(RawColumn::name).toList();
        var asked = new ArrayList<String>();
        asked.addAll(numbers);
        asked.addAll(categories);
        asked.addAll(ignored);
        asked.addAll(missing.keySet());
        asked.addAll(unknownCategories == null ? Set.of() : unknownCategories);
        for (var name : asked) {
            if (!names.contains(name)) {
                throw new ArgumentException("table: " + file + " has no column '" + name + "', only " + names);
            }
        }
        if (ignored.containsAll(names)) {
            throw new ArgumentException("table: every column of " + file + " is ignored: " + names);
        }
        return new Table(columns.stream().filter(column -> !ignores(column.name())).map(this::column).toList());
    }

    private Column column(RawColumn raw) {
        @Nullable Column known = like == null ? null
            : like.columns().stream().filter(column -> column.name().equals(raw.name())).findFirst().orElse(null);
        var making = new ColumnMaking(raw, known, mayBeUnknown(raw.name()));
        return isNumeric(raw, known) ? making.numbers(missing.getOrDefault(raw.name(), missingNumbers))
            : making.categories(missing.getOrDefault(raw.name(), missingCategories));
    }

    private boolean mayBeUnknown(String column) {
        return unknownCategories != null && (unknownCategories.isEmpty() || unknownCategories.contains(column));
    }

    /** As it was declared, else as it was before, else as it looks. */
    private boolean isNumeric(RawColumn raw, @Nullable Column known) {
        boolean declared = numbers.contains(raw.name());
        if (declared && categories.contains(raw.name())) {
            throw new ArgumentException("table: column '" + raw.name() + "' is declared as numbers and as categories");
        }
        if (declared || categories.contains(raw.name())) {
            return declared;
        }
        return known != null ? known instanceof NumberColumn : raw.isNumeric();
    }
}
