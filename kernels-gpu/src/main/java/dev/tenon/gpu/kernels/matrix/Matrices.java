package dev.tenon.gpu.kernels.matrix;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Region;

/**
 * A batch of matrices in memory.
 *
 * @param operand whose memory it is
 * @param batch how many matrices
 * @param rows of each
 * @param columns of each
 * @param apart elements from one matrix to the next; 0 if all are the same one
 * @param down elements from one row to the next
 * @param across elements from one column to the next
 */
record Matrices(UncheckedOperand operand, long batch, long rows, long columns, long apart, long down, long across) {
    /** The matrix, or with three dimensions the matrices, of an operand. */
    static Matrices of(UncheckedOperand operand) {
        var sizes = operand.sizes();
        var strides = operand.strides();
        int last = sizes.length - 1;
        return new Matrices(operand, last > 1 ? sizes[0] : 1, sizes[last - 1], sizes[last], last > 1 ? strides[0] : 0, strides[last - 1],
            strides[last]);
    }

    /** The rows of row-major memory. */
    static Matrices rows(UncheckedOperand dense, long rows, long columns) {
        return new Matrices(dense, 1, rows, columns, 0, columns, 1);
    }

    Matrices transposed() {
        return new Matrices(operand, batch, columns, rows, apart, across, down);
    }

    DType dtype() {
        return operand.dtype();
    }

    long address() {
        return operand.address();
    }

    /** Whether rows are contiguous, as BLAS wants them. */
    boolean isPlain() {
        return (across == 1 || columns <= 1) && (down >= columns || rows <= 1);
    }

    /** Whether columns are contiguous: BLAS can read the transpose. */
    boolean isTurned() {
        return (down == 1 || rows <= 1) && (across >= rows || columns <= 1);
    }

    /** BLAS's leading dimension: elements between rows, or between columns of turned matrices. */
    long pitch() {
        if (isPlain()) {
            return rows <= 1 ? Math.max(1, columns) : Math.max(1, down);
        }
        return columns <= 1 ? Math.max(1, rows) : Math.max(1, across);
    }

    /** The same values where BLAS can read them: here, or copied. */
    Matrices forBlas(GpuCall call) {
        if (isPlain() || isTurned()) {
            return this;
        }
        long distinct = apart == 0 ? 1 : batch;
        var seen = Region.of(operand, new long[] {distinct, rows, columns}, new long[] {apart, down, across}, 0);
        return new Matrices(call.dense(seen, dtype()), batch, rows, columns, apart == 0 ? 0 : rows * columns, columns, 1);
    }
}
