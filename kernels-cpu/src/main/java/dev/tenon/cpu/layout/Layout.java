package dev.tenon.cpu.layout;

import dev.tenon.core.UncheckedOperand;

/**
 * The common iteration space of several operands: sizes, outermost first, and each operand's strides in elements.
 * Dimensions are ordered by the first operand's strides and merged wherever every operand allows it, so that most calls
 * end as one dimension. There is always at least one dimension.
 */
public final class Layout {
    private final long[] sizes;
    private final long[][] strides;
    private int rank;

    /** Lays {@code operands} over these sizes, broadcasting from the right. UncheckedOperand 0 decides the order of dimensions. */
    public Layout(long[] over, UncheckedOperand... operands) {
        int dims = over.length;
        sizes = new long[Math.max(1, dims)];
        strides = new long[operands.length][];
        for (int k = 0; k < operands.length; k++) {
            strides[k] = broadcast(over, operands[k]);
        }
        for (int d = 0; d < dims; d++) {
            if (over[d] != 1) {
                move(d, rank);
                sizes[rank++] = over[d];
            }
        }
        sort();
        merge();
        if (rank == 0) {
            sizes[0] = 1;
            rank = 1;
        }
    }

    private static long[] broadcast(long[] over, UncheckedOperand operand) {
        var own = operand.sizes();
        var ownStrides = operand.strides();
        var result = new long[Math.max(1, over.length)];
        int lead = over.length - own.length;
        for (int d = 0; d < own.length; d++) {
            result[lead + d] = own[d] == 1 ? 0 : ownStrides[d];
        }
        return result;
    }

    private void move(int from, int to) {
        for (var s : strides) {
            s[to] = s[from];
        }
    }

    /** Insertion sort: the first operand's largest stride outermost; equal strides keep their order. */
    private void sort() {
        for (int d = 1; d < rank; d++) {
            for (int e = d; e > 0 && strides[0][e - 1] < strides[0][e]; e--) {
                swap(e - 1, e);
            }
        }
    }

    private void swap(int a, int b) {
        long size = sizes[a];
        sizes[a] = sizes[b];
        sizes[b] = size;
        for (var s : strides) {
            long stride = s[a];
            s[a] = s[b];
            s[b] = stride;
        }
    }

    private void merge() {
        int last = 0;
        for (int d = 1; d < rank; d++) {
            if (mergeable(last, d)) {
                sizes[last] *= sizes[d];
            } else {
                sizes[++last] = sizes[d];
            }
            move(d, last);
        }
        rank = Math.min(rank, last + 1);
    }

    private boolean mergeable(int outer, int inner) {
        for (var s : strides) {
            if (s[outer] != s[inner] * sizes[inner]) {
                return false;
            }
        }
        return true;
    }

    public int rank() {
        return rank;
    }

    public long size(int dim) {
        return sizes[dim];
    }

    /** The size of the innermost dimension. */
    public long inner() {
        return sizes[rank - 1];
    }

    long stride(int operand, int dim) {
        return strides[operand][dim];
    }

    /** The stride of the innermost dimension. */
    public long innerStride(int operand) {
        return strides[operand][rank - 1];
    }

    /** Whether the operand's elements lie one after another in the order of iteration. */
    public boolean isLinear(int operand) {
        var s = strides[operand];
        long expected = 1;
        for (int d = rank - 1; d >= 0; d--) {
            if (s[d] != expected && sizes[d] != 1) {
                return false;
            }
            expected *= sizes[d];
        }
        return true;
    }

    /** After how many elements the operand starts again from its first, having been one after another; 0 if it is not so. */
    public long period(int operand) {
        var s = strides[operand];
        long period = 1;
        int d = rank - 1;
        while (d >= 0 && s[d] == period) {
            period *= sizes[d--];
        }
        while (d >= 0 && s[d] == 0) {
            d--;
        }
        return d < 0 ? period : 0;
    }

    /** Whether the operand is one element, repeated. */
    public boolean isScalar(int operand) {
        for (int d = 0; d < rank; d++) {
            if (strides[operand][d] != 0) {
                return false;
            }
        }
        return true;
    }
}
