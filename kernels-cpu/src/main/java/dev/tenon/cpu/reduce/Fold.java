package dev.tenon.cpu.reduce;

import dev.tenon.core.UncheckedOperand;

/**
 * How a reduction walks its input: the kept dimensions in the order of the result, and the folded ones, outermost first,
 * both merged where the memory allows it. Strides are in elements.
 */
final class Fold {
    private final long[] keptSizes;
    private final long[] keptStrides;
    private int kept;
    private final long[] foldedSizes;
    private final long[] foldedStrides;
    private int folded;
    private long outputs = 1;
    private long count = 1;

    Fold(UncheckedOperand input, boolean[] isFolded) {
        var sizes = input.sizes();
        var strides = input.strides();
        keptSizes = new long[sizes.length];
        keptStrides = new long[sizes.length];
        foldedSizes = new long[sizes.length];
        foldedStrides = new long[sizes.length];
        for (int d = 0; d < sizes.length; d++) {
            if (isFolded[d]) {
                count *= sizes[d];
                if (sizes[d] != 1) {
                    foldedSizes[folded] = sizes[d];
                    foldedStrides[folded++] = strides[d];
                }
            } else {
                outputs *= sizes[d];
                if (sizes[d] != 1) {
                    keptSizes[kept] = sizes[d];
                    keptStrides[kept++] = strides[d];
                }
            }
        }
        sortFolded();
        kept = merge(keptSizes, keptStrides, kept);
        folded = merge(foldedSizes, foldedStrides, folded);
    }

    /** The order of folding does not matter to the result's meaning; memory order is the fastest. */
    private void sortFolded() {
        for (int d = 1; d < folded; d++) {
            for (int e = d; e > 0 && foldedStrides[e - 1] < foldedStrides[e]; e--) {
                swap(foldedSizes, e);
                swap(foldedStrides, e);
            }
        }
    }

    private static void swap(long[] values, int e) {
        long value = values[e];
        values[e] = values[e - 1];
        values[e - 1] = value;
    }

    private static int merge(long[] sizes, long[] strides, int rank) {
        int last = 0;
        for (int d = 1; d < rank; d++) {
            if (strides[last] == strides[d] * sizes[d]) {
                sizes[last] *= sizes[d];
            } else {
                sizes[++last] = sizes[d];
            }
            strides[last] = strides[d];
        }
        return Math.min(rank, last + 1);
    }

    /** Whether results that lie side by side come from elements that do, and folded elements do not. */
    boolean isByColumns() {
        return kept > 0 && folded > 0 && keptStrides[kept - 1] == 1 && foldedStrides[folded - 1] != 1;
    }

    /** How many results there are. */
    long outputs() {
        return outputs;
    }

    /** How many elements each result folds. */
    long count() {
        return count;
    }

    /** The innermost folded dimension, or 1. */
    long innerSize() {
        return folded == 0 ? 1 : foldedSizes[folded - 1];
    }

    long innerStride() {
        return folded == 0 ? 1 : foldedStrides[folded - 1];
    }

    /** The innermost kept dimension, or 1. */
    long columns() {
        return kept == 0 ? 1 : keptSizes[kept - 1];
    }

    boolean hasOneFoldedDim() {
        return folded == 1;
    }

    /** The offset of the first element of result {@code index}. */
    long offsetOfOutput(long index) {
        return offset(keptSizes, keptStrides, kept, index);
    }

    /** The offset of folded element {@code index}, counted over all folded dimensions. */
    long offsetOfFolded(long index) {
        return offset(foldedSizes, foldedStrides, folded, index);
    }

    /** The offset of row {@code index} of the folded dimensions but the innermost. */
    long offsetOfRow(long index) {
        return offset(foldedSizes, foldedStrides, folded - 1, index);
    }

    private static long offset(long[] sizes, long[] strides, int rank, long index) {
        if (rank == 1) {
            return index * strides[0];
        }
        long offset = 0;
        long rest = index;
        for (int d = rank - 1; d >= 0; d--) {
            offset += rest % sizes[d] * strides[d];
            rest /= sizes[d];
        }
        return offset;
    }
}
