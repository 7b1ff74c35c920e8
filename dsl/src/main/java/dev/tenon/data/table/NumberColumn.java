package dev.tenon.data.table;

import java.util.Arrays;

/**
 * Numbers.
 *
 * @param name what the column is called
 * @param values one a row
 */
public record NumberColumn(String name, double[] values) implements Column {
    @Override
    public int size() {
        return values.length;
    }

    @Override
    public NumberColumn rows(int... numbers) {
        return new NumberColumn(name, Arrays.stream(numbers).mapToDouble(row -> values[row]).toArray());
    }

    /** The mean; 0 of no rows. */
    public double mean() {
        return Arrays.stream(values).average().orElse(0);
    }
}
