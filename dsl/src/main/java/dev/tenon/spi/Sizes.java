package dev.tenon.spi;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Functions of lists of sizes and dimensions, as the bodies of composites write them; none changes a list that it is given. Their errors
 * are told as those of the operator within which they are computed.
 */
public final class Sizes {
    private Sizes() {}

    /**
     * The first {@code n} items; a negative number leaves so many out at the end.
     *
     * @throws IndexException if there are fewer
     */
    public static long[] leading(long[] list, long n) {
        return Arrays.copyOf(list, count(list, n));
    }

    /**
     * The items from place {@code n} on; a negative number takes so many at the end.
     *
     * @throws IndexException if there are fewer
     */
    public static long[] trailing(long[] list, long n) {
        return Arrays.copyOfRange(list, count(list, n), list.length);
    }

    private static int count(long[] list, long n) {
        if (n < -list.length || n > list.length) {
            throw new IndexException("shape: " + Math.abs(n) + " items are asked for of " + Arrays.toString(list));
        }
        return (int) (n < 0 ? n + list.length : n);
    }

    /**
     * {@code n} times the same number.
     *
     * @throws ArgumentException if {@code n} is negative, or more than a list can hold
     */
    public static long[] repeated(long value, long n) {
        if (n < 0 || n > Integer.MAX_VALUE / 8) {
            throw new ArgumentException("shape: a list cannot hold " + n + " integers");
        }
        var list = new long[(int) n];
        Arrays.fill(list, value);
        return list;
    }

    /**
     * The item at place {@code i}; a negative one counts from the end.
     *
     * @throws IndexException if there is none
     */
    public static long at(long[] list, long i) {
        return list[place(list, i)];
    }

    /**
     * The list with another item at place {@code i}; a negative one counts from the end.
     *
     * @throws IndexException if there is no such place
     */
    public static long[] replaced(long[] list, long i, long value) {
        var copy = list.clone();
        copy[place(list, i)] = value;
        return copy;
    }

    private static int place(long[] list, long i) {
        if (i < -list.length || i >= list.length) {
            throw new IndexException("shape: place " + i + " is out of range for " + Arrays.toString(list));
        }
        return (int) (i < 0 ? i + list.length : i);
    }

    /** The items in the opposite order. */
    public static long[] reversed(long[] list) {
        var copy = new long[list.length];
        Arrays.setAll(copy, i -> list[list.length - 1 - i]);
        return copy;
    }

    /** The integers from {@code from} on, below {@code to}. */
    public static long[] range(long from, long to) {
        return LongStream.range(from, to).toArray();
    }

    /**
     * The items multiplied; 1 where there is none.
     *
     * @throws ShapeException if an item is negative or the product overflows 63 bits
     */
    public static long product(long[] list) {
        return Shape.count(list);
    }

    /**
     * The sizes with those from dimension {@code from} to dimension {@code to} multiplied into one; negative ones count from the end. Those of
     * a 0-d tensor become the one size 1.
     *
     * @throws IndexException if there is no such dimension, or {@code to} lies before {@code from}
     * @throws ShapeException if a size is negative or the product overflows 63 bits
     */
    public static long[] merged(long[] sizes, long from, long to) {
        int first = Axes.axis(from, sizes.length);
        int last = Axes.axis(to, sizes.length);
        if (last < first) {
            throw new IndexException("shape: dim " + to + " lies before dim " + from + " of " + Arrays.toString(sizes));
        }
        int behind = Math.min(last + 1, sizes.length);
        var merged = new long[first + 1 + sizes.length - behind];
        System.arraycopy(sizes, 0, merged, 0, first);
        merged[first] = product(Arrays.copyOfRange(sizes, first, behind));
        System.arraycopy(sizes, behind, merged, first + 1, sizes.length - behind);
        return merged;
    }

    /**
     * How many elements of a tensor of these sizes a reduction folds into one: the product of the sizes of dimensions {@code dim}, of all
     * where it is null or empty.
     *
     * @throws IndexException if there is no such dimension
     */
    public static long count(long[] sizes, long @Nullable [] dim) {
        var folded = Axes.folded(dim == null ? null : Ints.of(dim), sizes.length);
        long count = 1;
        for (int d = 0; d < sizes.length; d++) {
            count *= folded[d] ? sizes[d] : 1;
        }
        return count;
    }

    /** Whether {@code n} is an item. */
    public static boolean contains(long[] list, long n) {
        for (long item : list) {
            if (item == n) {
                return true;
            }
        }
        return false;
    }

    /** The items of several lists, one list after another. */
    public static long[] joined(long[]... lists) {
        int length = 0;
        for (var list : lists) {
            length += list.length;
        }
        var joined = new long[length];
        int next = 0;
        for (var list : lists) {
            System.arraycopy(list, 0, joined, next, list.length);
            next += list.length;
        }
        return joined;
    }

    /**
     * The shape that two shapes broadcast to.
     *
     * @throws ShapeException if there is none
     */
    public static long[] broadcast(long[] a, long[] b) {
        var sizes = new long[Math.max(a.length, b.length)];
        for (int d = 1; d <= sizes.length; d++) {
            long x = d <= a.length ? a[a.length - d] : 1;
            long y = d <= b.length ? b[b.length - d] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException("shape: the sizes " + x + " and " + y + " of dimension " + -d
                    + " must be equal, or one of them 1\n  " + Arrays.toString(a) + "   " + Arrays.toString(b));
            }
            sizes[sizes.length - d] = x == 1 ? y : x;
        }
        return sizes;
    }
}
