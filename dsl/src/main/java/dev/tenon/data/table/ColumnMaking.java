package dev.tenon.data.table;

import dev.tenon.data.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a column of what a file holds.
 *
 * @param raw what it holds
 * @param known the column of a table that was read before, or null
 * @param unknown whether a new vocabulary has a number for categories that are not in the file
 */
record ColumnMaking(RawColumn raw, @Nullable Column known, boolean unknown) {
    // ---- numbers ----------------------------------------------------------------------------------------------------

    NumberColumn numbers(Missing instead) {
        var values = new double[raw.size()];
        var missing = new ArrayList<Integer>();
        double sum = 0;
        for (int row = 0; row < values.length; row++) {
            if (raw.isMissing(row)) {
                missing.add(row);
            } else {
                values[row] = raw.number(row);
                sum += values[row];
            }
        }
        if (!missing.isEmpty()) {
            double filler = filler(instead, missing.getFirst(), sum, values.length - missing.size());
            missing.forEach(row -> values[row] = filler);
        }
        return new NumberColumn(raw.name(), values);
    }

    private double filler(Missing instead, int row, double sum, int count) {
        return switch (instead) {
            case Missing.Filled(double value) -> value;
            case Missing.Mean() when known instanceof NumberColumn before -> before.mean();
            case Missing.Mean() when count > 0 -> sum / count;
            case Missing.Mean() -> throw raw.wrong(row, "there is no value to take the mean of");
            case Missing.Category(String name) -> throw raw.wrong(row, "numbers cannot be missing as category '" + name + "'"
                + "\n  try:   Missing.fill(0)");
            case Missing.Refused() -> throw raw.wrong(row, "there is no value, got '" + raw.text(row) + "'\n  try:   missing(\""
                + raw.name() + "\", Missing.mean())");
        };
    }

    // ---- categories -------------------------------------------------------------------------------------------------

    CategoryColumn categories(Missing instead) {
        var names = new ArrayList<String>();
        for (int row = 0; row < raw.size(); row++) {
            names.add(raw.isMissing(row) ? category(instead, row) : raw.text(row));
        }
        var vocabulary = known instanceof CategoryColumn before ? before.vocabulary() : vocabulary(names);
        var ids = new int[names.size()];
        for (int row = 0; row < ids.length; row++) {
            ids[row] = id(row, names.get(row), vocabulary);
        }
        return new CategoryColumn(raw.name(), ids, vocabulary);
    }

    private String category(Missing instead, int row) {
        return switch (instead) {
            case Missing.Category(String name) -> name;
            case Missing.Refused() -> throw raw.wrong(row, "there is no value, got '" + raw.text(row) + "'\n  try:   missing(\""
                + raw.name() + "\", Missing.category(\"none\"))");
            case Missing.Filled _, Missing.Mean _ -> throw raw.wrong(row, "categories cannot be filled with a number\n  try:   "
                + "Missing.category(\"none\")");
        };
    }

    private Vocabulary vocabulary(List<String> names) {
        var distinct = new TreeSet<>(names);
        distinct.remove(Vocabulary.UNKNOWN);
        var tokens = new ArrayList<String>();
        if (unknown) {
            tokens.add(Vocabulary.UNKNOWN);
        }
        tokens.addAll(distinct);
        return Vocabulary.of(tokens);
    }

    private int id(int row, String name, Vocabulary vocabulary) {
        if (!vocabulary.contains(name) && !vocabulary.contains(Vocabulary.UNKNOWN)) {
            throw raw.wrong(row, "'" + name + "' is none of the categories that are known: " + vocabulary.tokens()
                + "\n  try:   unknownCategories() where the first file is read");
        }
        return vocabulary.id(name);
    }
}
