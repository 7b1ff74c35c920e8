package dev.tenon.spi;

import dev.tenon.core.Shape;
import java.util.BitSet;

/** Where elements lie in memory: whether two of them share a place, as those of an expanded tensor do. */
public final class Places {
    /** Places that are marked one by one at most: 32 MiB of marks. Layouts beyond count as shared. */
    private static final long MOST = 1L << 28;

    private final long[] sizes;
    private final long[] strides;
    private int dims;

    private Places(int rank) {
        this.sizes = new long[rank];
        this.strides = new long[rank];
    }

    /** Whether two elements of these sizes and strides lie at one place. */
    public static boolean shared(long[] sizes, long[] strides) {
        if (Shape.count(sizes) < 2 || Layouts.isRowMajor(sizes, strides)) {
            return false;
        }
        var places = new Places(sizes.length);
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] > 1) {
                if (strides[d] == 0) {
                    return true;
                }
                places.insert(sizes[d], strides[d]);
            }
        }
        places.dropSteppingOver();
        return switch (places.dims) {
            case 0 -> false;
            case 2 -> places.pairMeets();
            default -> places.meet();
        };
    }

    /** Keeps the dimensions in the order of their strides. */
    private void insert(long size, long stride) {
        int d = dims++;
        for (; d > 0 && strides[d - 1] > stride; d--) {
            sizes[d] = sizes[d - 1];
            strides[d] = strides[d - 1];
        }
        sizes[d] = size;
        strides[d] = stride;
    }

    /** A dimension whose step is longer than all that the smaller ones reach keeps its elements apart: only the others can meet. */
    private void dropSteppingOver() {
        long reach = reach();
        while (dims > 0) {
            reach -= (sizes[dims - 1] - 1) * strides[dims - 1];
            if (strides[dims - 1] <= reach) {
                return;
            }
            dims--;
        }
    }

    private long reach() {
        long reach = 0;
        for (int d = 0; d < dims; d++) {
            reach += (sizes[d] - 1) * strides[d];
        }
        return reach;
    }

    /** Two dimensions meet first where as many steps of the one as the other's reduced stride lead as far as the reverse. */
    private boolean pairMeets() {
        long step = divisor();
        return strides[1] / step < sizes[0] && strides[0] / step < sizes[1];
    }

    private long divisor() {
        long divisor = 0;
        for (int d = 0; d < dims; d++) {
            long a = divisor;
            long b = strides[d];
            while (b != 0) {
                long rest = a % b;
                a = b;
                b = rest;
            }
            divisor = a;
        }
        return divisor;
    }

    private boolean meet() {
        long step = divisor();
        long places = reach() / step + 1;
        long elements = 1;
        for (int d = 0; d < dims; d++) {
            elements *= sizes[d];
        }
        if (elements > places || places > MOST) {
            return true;
        }
        var taken = new BitSet((int) places);
        var index = new long[dims];
        long place = 0;
        for (long i = 0; i < elements; i++) {
            if (taken.get((int) place)) {
                return true;
            }
            taken.set((int) place);
            for (int d = 0; d < dims; d++) {
                place += strides[d] / step;
                if (++index[d] < sizes[d]) {
                    break;
                }
                place -= index[d] * strides[d] / step;
                index[d] = 0;
            }
        }
        return false;
    }
}
