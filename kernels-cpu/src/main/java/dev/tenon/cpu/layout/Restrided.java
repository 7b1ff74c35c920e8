package dev.tenon.cpu.layout;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Layouts;
import java.util.Arrays;

/** An operand's memory seen with other sizes and strides, so that kernels over rows or channels need one case only. */
public record Restrided(UncheckedOperand base, long[] sizes, long[] strides) implements UncheckedOperand {
    /** {@code base} with dimension {@code dim} last; a 0-d operand becomes a row of one element. */
    public static UncheckedOperand last(UncheckedOperand base, long dim) {
        int rank = base.rank();
        if (rank == 0) {
            return new Restrided(base, new long[] {1}, new long[] {1});
        }
        int axis = Axes.axis(dim, rank);
        return axis == rank - 1 ? base : new Restrided(base, move(base.sizes(), axis, rank - 1), move(base.strides(), axis, rank - 1));
    }

    /** {@code base} with dimension {@code dim} first. */
    public static UncheckedOperand first(UncheckedOperand base, int dim) {
        return new Restrided(base, move(base.sizes(), dim, 0), move(base.strides(), dim, 0));
    }

    /** The leading part of {@code base}; a 0-d operand and one of one element are the same. */
    public static UncheckedOperand leading(UncheckedOperand base, long[] sizes) {
        return new Restrided(base, sizes, Arrays.copyOf(base.strides(), sizes.length));
    }

    /** These sizes in row-major order. */
    static Restrided contiguous(UncheckedOperand base, long[] sizes) {
        return new Restrided(base, sizes, Layouts.rowMajor(sizes));
    }

    private static long[] move(long[] values, int from, int to) {
        var moved = values.clone();
        if (from < to) {
            System.arraycopy(values, from + 1, moved, from, to - from);
        } else {
            System.arraycopy(values, to, moved, to + 1, from - to);
        }
        moved[to] = values[from];
        return moved;
    }

    @Override
    public DType dtype() {
        return base.dtype();
    }

    @Override
    public long numel() {
        long n = 1;
        for (long size : sizes) {
            n *= size;
        }
        return n;
    }

    @Override
    public long address() {
        return base.address();
    }

    @Override
    public Device device() {
        return base.device();
    }

    @Override
    public boolean isWrappedNumber() {
        return false;
    }

    @Override
    public boolean isContiguous() {
        return Layouts.isRowMajor(sizes, strides);
    }
}
