package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.Layouts;

/**
 * Memory on a GPU that is no tensor's: a temporary, or a tensor's memory seen with other sizes.
 *
 * @param device where it lies
 * @param dtype of the elements
 * @param address of the first element
 * @param sizes by dimension
 * @param strides by dimension, in elements
 */
@SuppressWarnings("ArrayRecordComponent") // shared and never modified, as an operand's are
public record Region(Device device, DType dtype, long address, long[] sizes, long[] strides) implements UncheckedOperand {
    /** Row-major memory. */
    public static Region dense(Device device, DType dtype, long address, long... sizes) {
        return new Region(device, dtype, address, sizes, Layouts.rowMajor(sizes));
    }

    /** The memory of an operand, from so many elements on, with another layout. */
    public static Region of(UncheckedOperand base, long[] sizes, long[] strides, long offset) {
        return new Region(base.device(), base.dtype(), base.address() + offset * base.dtype().bytes(), sizes, strides);
    }

    /** The operand with dimension {@code axis} last; a 0-d operand becomes a row of one element. */
    public static Region last(UncheckedOperand base, int axis) {
        int rank = base.rank();
        return rank == 0 ? of(base, new long[] {1}, new long[] {1}, 0) : of(base, last(base.sizes(), axis), last(base.strides(), axis), 0);
    }

    private static long[] last(long[] values, int axis) {
        var moved = values.clone();
        System.arraycopy(values, axis + 1, moved, axis, values.length - axis - 1);
        moved[values.length - 1] = values[axis];
        return moved;
    }

    @Override
    public long numel() {
        return Shape.count(sizes);
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
