package dev.tenon.cpu.kernels.sort;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import java.util.Arrays;

/**
 * The order of one row's elements, stable, NaN above everything and both zeros equal. Elements become integers of the same order;
 * where 32 bits hold them, the position goes into the low bits and plain sorting of {@code long}s is stable.
 */
final class RowOrder {
    private static final int LOW = 32;

    private final Lane lane;
    private final boolean packs;
    private final boolean descending;
    private final int n;
    private final long[] keys;
    private int[] order;
    private int[] spare;

    RowOrder(DType dtype, boolean descending, long n) {
        this.lane = Lane.of(dtype);
        this.packs = dtype != DType.FLOAT64 && dtype != DType.INT64;
        this.descending = descending;
        this.n = Math.toIntExact(n);
        this.keys = new long[this.n];
        this.order = new int[this.n];
        this.spare = packs ? order : new int[this.n];
    }

    /** Puts the row at {@code p} in order; {@link #position} then says which element comes where. */
    void sort(long p) {
        for (int i = 0; i < n; i++) {
            long key = key(lane, p, i);
            keys[i] = descending ? ~key : key;
        }
        if (packs) {
            for (int i = 0; i < n; i++) {
                keys[i] = keys[i] << LOW | i;
            }
            Arrays.sort(keys);
        } else {
            mergeSort();
        }
    }

    /** The position in the row of the element that is number {@code rank} in order. */
    int position(int rank) {
        return packs ? (int) keys[rank] : order[rank];
    }

    /** An integer that has the order of the element. */
    static long key(Lane lane, long p, long i) {
        return switch (lane) {
            // Adding zero turns -0 into 0.
            case F32 -> ordered(Float.floatToIntBits(UncheckedAccess.f32(p, i) + 0f));
            case F64 -> ordered(Double.doubleToLongBits(UncheckedAccess.f64(p, i) + 0.0));
            case I64 -> UncheckedAccess.i64(p, i);
        };
    }

    /** Sign and magnitude as two's complement. */
    private static long ordered(int bits) {
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    private static long ordered(long bits) {
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    /** Bottom-up, over positions; equal keys keep their order. */
    private void mergeSort() {
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int width = 1; width > 0 && width < n; width *= 2) {
            for (int start = 0; start < n; start += 2 * width) {
                merge(start, Math.min(n, start + width), Math.min(n, start + 2 * width));
                if (start > n - 2 * width) {
                    break;
                }
            }
            var merged = spare;
            spare = order;
            order = merged;
        }
    }

    private void merge(int start, int middle, int end) {
        int a = start;
        int b = middle;
        for (int k = start; k < end; k++) {
            boolean left = a < middle && (b >= end || keys[order[a]] <= keys[order[b]]);
            spare[k] = left ? order[a++] : order[b++];
        }
    }
}
