package dev.tenon.core;

import java.util.Arrays;

/** An immutable list of integers: the value of an {@code ints} attribute such as a stride or a list of dimensions. */
public final class Ints {
    private static final Ints EMPTY = new Ints(new long[0]);

    private final long[] values;

    private Ints(long[] values) {
        this.values = values;
    }

    public static Ints of(long... values) {
        return values.length == 0 ? EMPTY : new Ints(values.clone());
    }

    public int size() {
        return values.length;
    }

    public long get(int i) {
        return values[i];
    }

    /** The value at {@code i}; a list of one value stands for that value at every place, as PyTorch has it. */
    public long at(int i) {
        return values.length == 1 ? values[0] : values[i];
    }

    public long[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ints ints && Arrays.equals(values, ints.values);
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
