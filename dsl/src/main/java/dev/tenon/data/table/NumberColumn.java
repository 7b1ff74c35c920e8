package dev.tenon.data.table;

import java.util.Arrays;

/** Numbers. */
public final class NumberColumn implements Column {
    private final String name;
    private final double[] values;

    /**
     * A column.
     *
     * @param name what it is called
     * @param values one a row
     */
    public NumberColumn(String name, double... values) {
        this.name = name;
        this.values = values.clone();
    }

    @Override
    public String name() {
        return name;
    }

    /** One number a row. */
    public double[] values() {
        return values.clone();
    }

    double at(int row) {
        return values[row];
    }

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
