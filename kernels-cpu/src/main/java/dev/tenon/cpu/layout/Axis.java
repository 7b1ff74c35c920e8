package dev.tenon.cpu.layout;

import dev.tenon.spi.Axes;

/** A contiguous operand seen as {@code [outer, size, inner]} around one dimension; a 0-d operand is {@code [1, 1, 1]}. */
public record Axis(int dim, long outer, long size, long inner) {
    public static Axis of(long[] sizes, long dim) {
        int axis = Axes.axis(dim, sizes.length);
        long outer = 1;
        long inner = 1;
        for (int d = 0; d < sizes.length; d++) {
            if (d < axis) {
                outer *= sizes[d];
            } else if (d > axis) {
                inner *= sizes[d];
            }
        }
        return new Axis(axis, outer, sizes.length == 0 ? 1 : sizes[axis], inner);
    }
}
