package dev.tenon.spi;

import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Arithmetic of sizes and strides. */
public final class Layouts {
    private Layouts() {}

    /** The strides of contiguous memory of these sizes. */
    public static long[] rowMajor(long[] sizes) {
        var strides = new long[sizes.length];
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= Math.max(sizes[d], 1);
        }
        return strides;
    }

    /** Whether elements of these sizes and strides lie row-major without gaps; none always do. */
    public static boolean isRowMajor(long[] sizes, long[] strides) {
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            if (sizes[d] != 1 && strides[d] != step) {
                return Shape.count(sizes) == 0;
            }
            step *= sizes[d];
        }
        return true;
    }

    /** The strides by which an operand of these sizes is read over larger ones, which it broadcasts to from the right: 0 where it is repeated. */
    public static long[] broadcast(long[] sizes, long[] strides, long[] over) {
        var result = new long[over.length];
        int lead = over.length - sizes.length;
        for (int d = 0; d < sizes.length; d++) {
            result[lead + d] = sizes[d] == 1 ? 0 : strides[d];
        }
        return result;
    }

    /** The sizes that {@code shape} means for {@code numel} elements: a -1 in it follows from the others. */
    static long[] filledIn(Inference call, Ints shape, long numel) {
        var sizes = filledIn(shape.toArray(), numel);
        if (sizes == null) {
            throw call.shapeError("the shape " + shape + " does not hold " + numel + " elements",
                "sizes whose product is " + numel + ", one of them may be -1");
        }
        return sizes;
    }

    /** As above, written over the shape; null if no sizes fit. */
    public static long @Nullable [] filledIn(long[] sizes, long numel) {
        int open = -1;
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] < -1 || sizes[d] == -1 && open >= 0) {
                return null;
            }
            open = sizes[d] == -1 ? d : open;
        }
        if (open >= 0) {
            sizes[open] = 1;
            long rest = Shape.count(sizes);
            if (rest == 0 || numel % rest != 0) {
                return null;
            }
            sizes[open] = numel / rest;
        }
        return Shape.count(sizes) == numel ? sizes : null;
    }

    /**
     * The strides that show memory of sizes {@code from} as sizes {@code to}, or null if a copy is needed. Runs of dimensions that lie
     * without gaps are split and joined freely, each run by itself.
     */
    public static long @Nullable [] viewStrides(long[] from, long[] strides, long[] to) {
        if (Shape.count(from) == 0) {
            return Arrays.equals(from, to) ? strides : rowMajor(to);
        }
        var result = new long[to.length];
        int d = to.length - 1;
        long runStride = from.length == 0 ? 1 : strides[from.length - 1];
        long runSize = 1;
        long placed = 1;
        for (int s = from.length - 1; s >= 0; s--) {
            runSize *= from[s];
            boolean runEnds = s == 0 || from[s - 1] != 1 && strides[s - 1] != runSize * runStride;
            if (runEnds) {
                while (d >= 0 && (placed < runSize || to[d] == 1)) {
                    result[d] = placed * runStride;
                    placed *= to[d];
                    d--;
                }
                if (placed != runSize) {
                    return null;
                }
                if (s > 0) {
                    runStride = strides[s - 1];
                    runSize = 1;
                    placed = 1;
                }
            }
        }
        for (; d >= 0; d--) {
            result[d] = placed * runStride;
        }
        return result;
    }

    /** A slice's bound: absent, from the start, or from the end, cut to [0, size]. */
    public static long bound(@Nullable Long value, long absent, long size) {
        if (value == null) {
            return absent;
        }
        return Math.clamp(value < 0 ? value + size : value, 0L, size);
    }

    /** Whether every element that size, stride and offset reach is one of the first {@code numel}. */
    public static boolean fits(Ints size, Ints stride, long offset, long numel) {
        if (size.size() != stride.size() || offset < 0) {
            return false;
        }
        long last = offset;
        for (int d = 0; d < size.size(); d++) {
            if (size.get(d) == 0) {
                return true;
            }
            if (size.get(d) < 0 || stride.get(d) < 0) {
                return false;
            }
            long span;
            try {
                span = Math.multiplyExact(size.get(d) - 1, stride.get(d));
                last = Math.addExact(last, span);
            } catch (ArithmeticException tooLarge) {
                return false;
            }
        }
        return last < numel;
    }
}
