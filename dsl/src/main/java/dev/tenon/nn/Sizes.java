package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Ints;

/** Checks of layers' sizes, made when a layer is constructed. */
public final class Sizes {
    private Sizes() {}

    public static void requirePositive(String layer, String name, long value) {
        if (value <= 0) {
            throw new ArgumentException(layer + ": " + name + " must be at least 1, got " + value);
        }
    }

    /** Repeats a single value for each of {@code n} spatial dimensions. */
    public static long[] expand(String layer, String name, Ints values, int n) {
        if (values.size() != 1 && values.size() != n) {
            throw new ArgumentException(layer + ": " + name + " takes 1 or " + n + " numbers, got " + values
                + (values.size() == 0 ? "\n  try:   c -> c.kernel(3)" : ""));
        }
        var result = new long[n];
        for (int i = 0; i < n; i++) {
            result[i] = values.at(i);
        }
        return result;
    }

    /** One number if all are equal, a list otherwise: how PyTorch's users write them. */
    public static String text(long... values) {
        for (long value : values) {
            if (value != values[0]) {
                return Ints.of(values).toString();
            }
        }
        return Long.toString(values[0]);
    }
}
