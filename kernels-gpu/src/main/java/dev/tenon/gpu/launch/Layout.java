package dev.tenon.gpu.launch;

import dev.tenon.core.IndexException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Writes {@code TnLayout}: sizes from the innermost dimension on, and strides of up to eight operands. */
final class Layout {
    static final int DIMS = 8;
    static final int OPERANDS = 8;
    static final int BYTES = 8 + DIMS * 8 + OPERANDS * DIMS * 8;

    private Layout() {}

    /** Dimensions of size 1 are left out, and neighbours that lie alike in every operand are merged. */
    static void write(MemorySegment to, long[] sizes, long[]... strides) {
        var kept = new long[sizes.length];
        var steps = new long[strides.length][sizes.length];
        int rank = 0;
        for (int d = sizes.length - 1; d >= 0; d--) {
            if (sizes[d] == 1) {
                continue;
            }
            if (rank > 0 && continues(kept[rank - 1], steps, strides, rank - 1, d)) {
                kept[rank - 1] *= sizes[d];
                continue;
            }
            kept[rank] = sizes[d];
            for (int i = 0; i < strides.length; i++) {
                steps[i][rank] = strides[i][d];
            }
            rank++;
        }
        if (rank > DIMS || strides.length > OPERANDS) {
            throw new IndexException("a GPU kernel takes " + OPERANDS + " operands of " + DIMS + " dimensions that cannot be merged, got "
                + strides.length + " of sizes " + Arrays.toString(sizes) + "\n  try:   contiguous() on the operands");
        }
        to.fill((byte) 0);
        to.set(ValueLayout.JAVA_INT, 0, rank);
        for (int d = 0; d < rank; d++) {
            to.set(ValueLayout.JAVA_LONG, 8 + 8L * d, kept[d]);
            for (int i = 0; i < strides.length; i++) {
                to.set(ValueLayout.JAVA_LONG, 8 + 8L * DIMS + 8L * (i * DIMS + d), steps[i][d]);
            }
        }
    }

    private static boolean continues(long size, long[][] steps, long[][] strides, int at, int d) {
        for (int i = 0; i < strides.length; i++) {
            if (strides[i][d] != steps[i][at] * size) {
                return false;
            }
        }
        return true;
    }

    /** The strides by which an operand is read over larger sizes: 0 where it is repeated. */
    static long[] broadcast(long[] sizes, long[] strides, long[] over) {
        var result = new long[over.length];
        int lead = over.length - sizes.length;
        for (int d = 0; d < sizes.length; d++) {
            result[lead + d] = sizes[d] == 1 ? 0 : strides[d];
        }
        return result;
    }
}
