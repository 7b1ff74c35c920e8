package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.Axes;

/**
 * An operand seen along one dimension, as kernels over rows or over columns take it: row-major {@code [outer, n, inner]}. Few long columns
 * are copied into rows, which more threads can share.
 *
 * @param call the run this is for
 * @param in row-major; for rows the dimension is the last one
 * @param axis the dimension's number
 * @param rows the sizes
 * @param isMoved whether the dimension was moved to the end
 */
public record Lines(GpuCall call, UncheckedOperand in, int axis, Rows rows, boolean isMoved) {
    /** So many columns keep a GPU busy with a thread each. */
    private static final long MANY = 4096;
    /** Columns of so few elements are quick in any case. */
    private static final long SHORT = 64;

    /** An input along a dimension, in rows or columns. */
    public static Lines of(GpuCall call, UncheckedOperand input, long dim, DType dtype) {
        var rows = Rows.along(input, dim);
        boolean moves = rows.inner() > 1 && rows.outer() * rows.inner() < MANY && rows.n() > SHORT;
        return moves ? inRows(call, input, dim, dtype) : new Lines(call, call.dense(input, dtype), axis(input, dim), rows, false);
    }

    /** An input in rows along a dimension. */
    public static Lines inRows(GpuCall call, UncheckedOperand input, long dim, DType dtype) {
        var rows = Rows.along(input, dim);
        int axis = axis(input, dim);
        if (rows.inner() == 1) {
            return new Lines(call, call.dense(input, dtype), axis, rows, false);
        }
        var in = call.dense(Region.last(input, axis), dtype);
        return new Lines(call, in, axis, new Rows(rows.outer() * rows.inner(), rows.n(), 1), true);
    }

    private static int axis(UncheckedOperand input, long dim) {
        return Axes.axis(dim, input.rank());
    }

    public boolean areColumns() {
        return rows.inner() > 1;
    }

    /** Where to write an output that has the dimension, in this dtype. */
    public UncheckedOperand target(UncheckedOperand out, DType dtype) {
        if (!isMoved && out.dtype() == dtype) {
            return out;
        }
        return call.region(dtype, isMoved ? Region.last(out, axis).sizes() : out.sizes());
    }

    /** Brings what was written for an output to its place. */
    public void finish(UncheckedOperand out, UncheckedOperand target) {
        if (target != out) {
            Copies.copy(call, target, isMoved ? Region.last(out, axis) : out);
        }
    }
}
