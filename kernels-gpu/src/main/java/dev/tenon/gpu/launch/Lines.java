package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.spi.Axes;

/**
 * An input seen along one dimension, as kernels over rows or over columns take it: row-major {@code [outer, n, inner]}. Few long columns
 * are copied into rows, which more threads can share.
 *
 * @param call the run this is for
 * @param in row-major; for rows the dimension is the last one
 * @param axis the dimension's number
 * @param rows the sizes
 * @param isMoved whether the dimension was moved to the end
 */
public record Lines(GpuCall call, Operand in, int axis, Rows rows, boolean isMoved) {
    /** So many columns keep a GPU busy with a thread each. */
    private static final long MANY = 4096;
    /** Columns of so few elements are quick in any case. */
    private static final long SHORT = 64;

    /** Input 0 along a dimension, in rows or columns. */
    public static Lines of(GpuCall call, long dim, DType dtype) {
        var rows = Rows.along(call.in(0), dim);
        boolean moves = rows.inner() > 1 && rows.outer() * rows.inner() < MANY && rows.n() > SHORT;
        return moves ? inRows(call, dim, dtype) : new Lines(call, call.dense(0, dtype), axis(call, dim), rows, false);
    }

    /** Input 0 in rows along a dimension. */
    public static Lines inRows(GpuCall call, long dim, DType dtype) {
        var rows = Rows.along(call.in(0), dim);
        int axis = axis(call, dim);
        if (rows.inner() == 1) {
            return new Lines(call, call.dense(0, dtype), axis, rows, false);
        }
        var in = call.dense(Region.last(call.in(0), axis), dtype);
        return new Lines(call, in, axis, new Rows(rows.outer() * rows.inner(), rows.n(), 1), true);
    }

    private static int axis(GpuCall call, long dim) {
        return Axes.axis(dim, call.in(0).rank());
    }

    public boolean areColumns() {
        return rows.inner() > 1;
    }

    /** Where to write an output that has the dimension, in this dtype. */
    public Operand target(int i, DType dtype) {
        var out = call.out(i);
        if (!isMoved && out.dtype() == dtype) {
            return out;
        }
        return call.region(dtype, isMoved ? Region.last(out, axis).sizes() : out.sizes());
    }

    /** Brings what was written for output {@code i} to its place. */
    public void finish(int i, Operand target) {
        var out = call.out(i);
        if (target != out) {
            Copies.copy(call, target, isMoved ? Region.last(out, axis) : out);
        }
    }
}
