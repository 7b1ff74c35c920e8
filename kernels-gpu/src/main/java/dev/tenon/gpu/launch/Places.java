package dev.tenon.gpu.launch;

import dev.tenon.core.IndexException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Where the elements of operands lie over common sizes, innermost dimension first: dimensions of size 1 are left out, and neighbours that
 * lie alike in every operand are merged. On the device it is {@code TnPlaces}.
 */
final class Places {
    static final int DIMS = 8;
    private static final int FACTORS = 8 + 8 * DIMS;
    private static final int SHIFTS = FACTORS + 4 * DIMS;
    private static final int STRIDES = SHIFTS + 4 * DIMS;

    private final long[] sizes;
    private final long[][] strides;
    private int rank;

    private Places(int dims, int operands) {
        this.sizes = new long[dims];
        this.strides = new long[operands][dims];
    }

    /** Bytes of the structure for so many operands. */
    static int bytes(int operands) {
        return STRIDES + 8 * DIMS * operands;
    }

    /**
     * The dimensions in this order, the last one the innermost.
     *
     * @param order of dimensions; others are left out
     * @param sizes by dimension
     * @param strides by operand and dimension, in elements
     */
    static Places of(int[] order, long[] sizes, long[]... strides) {
        var places = new Places(order.length, strides.length);
        for (int i = order.length - 1; i >= 0; i--) {
            places.add(sizes[order[i]], order[i], strides);
        }
        return places;
    }

    /** All dimensions in their order. */
    static Places of(long[] sizes, long[]... strides) {
        var order = new int[sizes.length];
        Arrays.setAll(order, d -> d);
        return of(order, sizes, strides);
    }

    private void add(long size, int dim, long[][] from) {
        if (size == 1) {
            return;
        }
        if (rank > 0 && continues(dim, from)) {
            sizes[rank - 1] *= size;
            return;
        }
        sizes[rank] = size;
        for (int i = 0; i < strides.length; i++) {
            strides[i][rank] = from[i][dim];
        }
        rank++;
    }

    private boolean continues(int dim, long[][] from) {
        for (int i = 0; i < strides.length; i++) {
            if (from[i][dim] != strides[i][rank - 1] * sizes[rank - 1]) {
                return false;
            }
        }
        return true;
    }

    int rank() {
        return rank;
    }

    long size(int d) {
        return sizes[d];
    }

    long stride(int operand, int d) {
        return strides[operand][d];
    }

    /** The distance between neighbours of the innermost dimension; 0 where there is one element only. */
    long inner(int operand) {
        return rank == 0 ? 0 : strides[operand][0];
    }

    long numel() {
        long n = 1;
        for (int d = 0; d < rank; d++) {
            n *= sizes[d];
        }
        return n;
    }

    /** Takes so many elements of the innermost dimension together; operands that are repeated along it stay where they are. */
    void group(int elements) {
        sizes[0] /= elements;
        for (var row : strides) {
            row[0] *= elements;
        }
    }

    /** As this, without the outermost dimension. */
    Places inside() {
        var inside = new Places(rank - 1, strides.length);
        inside.rank = rank - 1;
        System.arraycopy(sizes, 0, inside.sizes, 0, rank - 1);
        for (int i = 0; i < strides.length; i++) {
            System.arraycopy(strides[i], 0, inside.strides[i], 0, rank - 1);
        }
        return inside;
    }

    void write(MemorySegment to, long at) {
        if (rank > DIMS) {
            throw new IndexException("a GPU kernel takes operands of " + DIMS + " dimensions that cannot be merged, got " + rank
                + "\n  try:   contiguous() on the operands");
        }
        boolean narrow = numel() <= Integer.MAX_VALUE;
        to.set(ValueLayout.JAVA_INT, at, rank);
        to.set(ValueLayout.JAVA_INT, at + 4, narrow ? 1 : 0);
        for (int d = 0; d < rank; d++) {
            to.set(ValueLayout.JAVA_LONG, at + 8 + 8L * d, sizes[d]);
            if (narrow && sizes[d] > 0) {
                int shift = Long.SIZE - Long.numberOfLeadingZeros(sizes[d] - 1);
                to.set(ValueLayout.JAVA_INT, at + FACTORS + 4L * d, (int) (((1L << shift) - sizes[d] << 32) / sizes[d] + 1));
                to.set(ValueLayout.JAVA_INT, at + SHIFTS + 4L * d, shift);
            }
            for (int i = 0; i < strides.length; i++) {
                to.set(ValueLayout.JAVA_LONG, at + STRIDES + 8L * (i * DIMS + d), strides[i][d]);
            }
        }
    }
}
