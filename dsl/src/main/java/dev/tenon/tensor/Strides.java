package dev.tenon.tensor;

import dev.tenon.core.ShapeException;
import java.util.Arrays;

/** Row-major layouts. */
final class Strides {
    private static final long[] NONE = {};
    private static final long[] ONE = {1};

    private Strides() {}

    static long[] rowMajor(long[] sizes) {
        if (sizes.length < 2) {
            return sizes.length == 0 ? NONE : ONE;
        }
        var strides = new long[sizes.length];
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= Math.max(sizes[d], 1);
        }
        return strides;
    }

    /** Whether elements lie row-major without gaps; strides of dimensions of size 1 do not matter. */
    static boolean areRowMajor(long[] sizes, long[] strides) {
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            if (sizes[d] == 0) {
                return true;
            }
            if (sizes[d] != 1 && strides[d] != step) {
                return false;
            }
            step *= sizes[d];
        }
        return true;
    }

    /**
     * Checks a view against the memory it is taken of.
     *
     * @param elements how many the memory holds
     * @param first the place of the view's first element
     * @throws ShapeException if an element of the view lies outside
     */
    static void requireWithin(long elements, long[] sizes, long[] strides, long first) {
        long low = first;
        long high = first;
        boolean beyond = false;
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] == 0) {
                return;
            }
            long steps = sizes[d] - 1;
            long span = steps * strides[d];
            // What leaves 63 bits is beyond for good: a later dimension could lead a wrapped sum back.
            beyond |= steps < 0 || Math.multiplyHigh(steps, strides[d]) != span >> Long.SIZE - 1;
            low += Math.min(span, 0);
            high += Math.max(span, 0);
            beyond |= low < 0 || high < 0 || high >= elements;
        }
        if (beyond || low < 0 || high >= elements) {
            throw new ShapeException("view: sizes " + Arrays.toString(sizes) + " and strides " + Arrays.toString(strides) + " from element "
                + first + " on reach beyond the memory, which holds " + elements + " elements");
        }
    }
}
