package dev.tenon.cpu.layout;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Ints;

/** Window attributes as {@code int}s, small enough that positions computed from them do not overflow. */
public final class Bounds {
    private static final long LARGEST = 1 << 28;

    private Bounds() {}

    /** The value for dimension {@code d} of an attribute. */
    public static int of(String op, String attribute, Ints values, int d) {
        long value = values.at(d);
        if (value < 0 || value > LARGEST) {
            throw new ArgumentException(op + ": " + attribute + " " + value + " is out of range, expected at most " + LARGEST);
        }
        return (int) value;
    }
}
