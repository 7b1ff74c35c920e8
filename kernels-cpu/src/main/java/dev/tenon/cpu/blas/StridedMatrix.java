package dev.tenon.cpu.blas;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.layout.StridedCopy;

/**
 * One matrix in memory; strides in elements.
 *
 * @param address of the first element
 * @param rows number of rows
 * @param columns number of columns
 * @param down stride from one row to the next
 * @param across stride from one column to the next
 */
public record StridedMatrix(long address, long rows, long columns, long down, long across) {
    /** The matrix in the last two dimensions of an operand. */
    public static StridedMatrix of(UncheckedOperand operand) {
        var sizes = operand.sizes();
        var strides = operand.strides();
        int last = sizes.length - 1;
        return new StridedMatrix(operand.address(), sizes[last - 1], sizes[last], strides[last - 1], strides[last]);
    }

    public StridedMatrix transposed() {
        return new StridedMatrix(address, columns, rows, across, down);
    }

    public StridedMatrix at(long elsewhere) {
        return new StridedMatrix(elsewhere, rows, columns, down, across);
    }

    /** Whether rows are contiguous, as BLAS wants them. */
    boolean isPlain() {
        return (across == 1 || columns <= 1) && (down >= columns || rows <= 1);
    }

    /** Whether columns are contiguous: BLAS can read the transpose. */
    boolean isTurned() {
        return (down == 1 || rows <= 1) && (across >= rows || columns <= 1);
    }

    public boolean isForBlas() {
        return isPlain() || isTurned();
    }

    /** BLAS's leading dimension: elements between rows, or between columns of a turned matrix. */
    long pitch() {
        if (isPlain()) {
            return rows <= 1 ? Math.max(1, columns) : Math.max(1, down);
        }
        return columns <= 1 ? Math.max(1, rows) : Math.max(1, across);
    }

    /** The same values where BLAS can read them: here, or copied into scratch memory. */
    StridedMatrix forBlas(DType dtype, Scratch scratch) {
        if (isForBlas()) {
            return this;
        }
        long copy = scratch.take(rows * columns * dtype.bytes());
        var sizes = new long[] {rows, columns};
        StridedCopy.copy(new Region(dtype, sizes, new long[] {down, across}, address), Region.contiguous(dtype, sizes, copy));
        return new StridedMatrix(copy, rows, columns, columns, 1);
    }
}
