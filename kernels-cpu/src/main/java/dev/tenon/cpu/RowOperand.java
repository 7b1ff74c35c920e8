package dev.tenon.cpu;

import dev.tenon.core.TenonException;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.spi.Layouts;
import java.util.Arrays;

/**
 * Where the rows of an operand lie.
 *
 * @param operand by which the kernel asks for its rows
 * @param outer the sizes of all dimensions but the rows' own
 * @param outerStrides of these, in elements
 * @param length elements of a row
 * @param stride from one to the next
 * @param read whether a row begins with the operand's elements
 * @param written whether a row is written back
 */
@SuppressWarnings("ArrayRecordComponent") // as UncheckedOperand has it; nobody compares them
record RowOperand(UncheckedOperand operand, long[] outer, long[] outerStrides, int length, long stride, boolean read, boolean written) {
    static RowOperand of(UncheckedOperand operand, long dim, boolean read, boolean written) {
        operand.requireAlive();
        var last = Restrided.last(operand, dim);
        int outer = last.rank() - 1;
        long length = last.sizes()[outer];
        if (length > Integer.MAX_VALUE - 8) {
            throw new TenonException("kernel: a row of " + length + " elements is too long for a Java array");
        }
        return new RowOperand(operand, Arrays.copyOf(last.sizes(), outer), Arrays.copyOf(last.strides(), outer), (int) length,
            last.strides()[outer], read, written);
    }

    /** The same, repeated over these sizes. */
    RowOperand over(long[] sizes) {
        return new RowOperand(operand, sizes, Layouts.broadcast(outer, outerStrides, sizes), length, stride, read, written);
    }

    /** Whether this is a result that has all dimensions but the rows' own. */
    boolean isFolded(long[] rows) {
        return !read && Arrays.equals(operand.sizes(), rows);
    }

    /** The same in rows of one element. */
    RowOperand folded() {
        return new RowOperand(operand, operand.sizes(), operand.strides(), 1, 1, read, written);
    }

    /** The address of a row's first element. */
    long address(long row) {
        long rest = row;
        long offset = 0;
        for (int d = outer.length - 1; d >= 0; d--) {
            offset += rest % outer[d] * outerStrides[d];
            rest /= outer[d];
        }
        return operand.address() + offset * operand.dtype().bytes();
    }
}
