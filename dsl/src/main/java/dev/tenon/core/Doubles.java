package dev.tenon.core;

import java.util.Arrays;

/** An immutable list of real numbers: the value of a {@code floats} attribute such as the factors of a resampling. */
public final class Doubles {
    private final double[] values;

    private Doubles(double[] values) {
        this.values = values;
    }

    public static Doubles of(double... values) {
        return new Doubles(values.clone());
    }

    public int size() {
        return values.length;
    }

    public double get(int i) {
        return values[i];
    }

    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Doubles doubles && Arrays.equals(values, doubles.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
