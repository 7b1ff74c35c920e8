package dev.tenon.data.csv;

import dev.tenon.data.table.ColumnRules;
import dev.tenon.data.table.Missing;
import dev.tenon.data.table.Table;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How a CSV file is read.
 *
 * @param separator what stands between two fields; a comma
 * @param quote what encloses fields that have separators or ends of lines in them; a double quote
 * @param names the names of the columns of a file whose first line is not their names; none
 * @param missingTexts what stands for no value; an empty field, {@code NA}, {@code N/A}, {@code NaN}, {@code nan}, {@code null} and {@code NULL}
 * @param rules what becomes of the columns
 */
public record CsvOptions(char separator, char quote, List<String> names, Set<String> missingTexts, ColumnRules rules) {
    static final CsvOptions DEFAULT = new CsvOptions(',', '"', List.of(), Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL"),
        ColumnRules.DEFAULT);

    /** What stands between two fields; a comma. */
    public CsvOptions separator(char between) {
        return new CsvOptions(between, quote, names, missingTexts, rules);
    }

    /** What encloses fields that have separators or ends of lines in them; a double quote. */
    public CsvOptions quote(char around) {
        return new CsvOptions(separator, around, names, missingTexts, rules);
    }

    /** The names of the columns of a file whose first line is not their names. */
    public CsvOptions names(String... columns) {
        return new CsvOptions(separator, quote, List.of(columns), missingTexts, rules);
    }

    /** What stands for no value. */
    public CsvOptions missingTexts(String... texts) {
        return new CsvOptions(separator, quote, names, Set.of(texts), rules);
    }

    /** What becomes of the columns. */
    public CsvOptions rules(UnaryOperator<ColumnRules> change) {
        return new CsvOptions(separator, quote, names, missingTexts, change.apply(rules));
    }

    /** See {@link ColumnRules#numbers}. */
    public CsvOptions numbers(String... columns) {
        return rules(r -> r.numbers(columns));
    }

    /** See {@link ColumnRules#categories}. */
    public CsvOptions categories(String... columns) {
        return rules(r -> r.categories(columns));
    }

    /** See {@link ColumnRules#ignore}. */
    public CsvOptions ignore(String... columns) {
        return rules(r -> r.ignore(columns));
    }

    /** See {@link ColumnRules#missing(Missing)}. */
    public CsvOptions missing(Missing instead) {
        return rules(r -> r.missing(instead));
    }

    /** See {@link ColumnRules#missing(String, Missing)}. */
    public CsvOptions missing(String column, Missing instead) {
        return rules(r -> r.missing(column, instead));
    }

    /** See {@link ColumnRules#unknownCategories}. */
    public CsvOptions unknownCategories(String... columns) {
        return rules(r -> r.unknownCategories(columns));
    }

    /** See {@link ColumnRules#like}. */
    public CsvOptions like(Table known) {
        return rules(r -> r.like(known));
    }
}
