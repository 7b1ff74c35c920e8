package dev.tenon.train;

import java.util.Arrays;

/** A number over the steps, such as a learning rate. */
public final class Series {
    private long[] steps = new long[64];
    private double[] values = new double[64];
    private int size;

    Series() {}

    static Series of(double[] steps, double[] values) {
        var series = new Series();
        for (int i = 0; i < steps.length; i++) {
            series.add((long) steps[i], values[i]);
        }
        return series;
    }

    void add(long step, double value) {
        if (size == steps.length) {
            steps = Arrays.copyOf(steps, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        steps[size] = step;
        values[size++] = value;
    }

    /** How many numbers there are. */
    public int size() {
        return size;
    }

    /** The steps, from 1. */
    public long[] steps() {
        return Arrays.copyOf(steps, size);
    }

    /** The number of each. */
    public double[] values() {
        return Arrays.copyOf(values, size);
    }

    /** The last number; NaN if there is none. */
    public double last() {
        return size == 0 ? Double.NaN : values[size - 1];
    }
}
