package dev.tenon.cpu.layout;

import dev.tenon.core.IndexException;
import dev.tenon.cpu.engine.UncheckedAccess;

/** Index values, which nothing has checked before: a wrong one would read or write memory of others. */
public final class Indices {
    private Indices() {}

    /** Refuses any of the n indices at {@code p} that is not in [0, size). */
    public static void check(String op, long p, long n, long size, long dim) {
        for (long i = 0; i < n; i++) {
            long index = UncheckedAccess.i64(p, i);
            if (index < 0 || index >= size) {
                throw outOfRange(op, index, size, dim);
            }
        }
    }

    /** The same, where negative ones are left out. */
    public static void checkUpper(String op, long p, long n, long size, long dim) {
        for (long i = 0; i < n; i++) {
            long index = UncheckedAccess.i64(p, i);
            if (index >= size) {
                throw outOfRange(op, index, size, dim);
            }
        }
    }

    private static IndexException outOfRange(String op, long index, long size, long dim) {
        return new IndexException(op + ": index " + index + " is out of range for dimension " + dim + " of size " + size
            + (size == 0 ? ", which has no elements" : ", expected [0, " + (size - 1) + "]"));
    }
}
