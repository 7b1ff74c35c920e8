package dev.tenon.cpu.blas;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.Simd;
import dev.tenon.cpu.math.Convert;

/** Products of two matrices of any layout into row-major memory: by OpenBLAS, or by vector loops where one side is a vector. */
public final class MatrixProduct {
    private MatrixProduct() {}

    /**
     * Writes {@code a · b}, plus {@code bias} in every row unless it is 0, to {@code out}.
     *
     * @param isSingle whether to stay on the calling thread
     */
    public static void run(Lane lane, StridedMatrix a, StridedMatrix b, long bias, long out, boolean isSingle) {
        if (a.rows() == 0 || b.columns() == 0) {
            return;
        }
        check(a);
        check(b);
        var scratch = Scratch.of();
        long mark = scratch.mark();
        var left = a.forBlas(lane.dtype(), scratch);
        var right = b.forBlas(lane.dtype(), scratch);
        boolean byVector = lane == Lane.F32 && Simd.ENABLED && a.columns() > 0;
        if (byVector && a.rows() == 1) {
            VectorProduct.run(right.transposed(), contiguous(left.transposed(), scratch), bias, 1, out, isSingle);
        } else if (byVector && b.columns() == 1) {
            VectorProduct.run(left, contiguous(right, scratch), bias, 0, out, isSingle);
        } else {
            Gemm.product(lane, left, right, bias, out, isSingle);
        }
        scratch.release(mark);
    }

    /** The address of a column's elements without gaps. */
    private static long contiguous(StridedMatrix column, Scratch scratch) {
        if (column.down() == 1 || column.rows() == 1) {
            return column.address();
        }
        long copy = scratch.take(column.rows() * Float.BYTES);
        Convert.load(DType.FLOAT32, column.address(), column.down(), column.rows(), Lane.F32, copy);
        return copy;
    }

    private static void check(StridedMatrix sheet) {
        if (Math.max(Math.max(sheet.rows(), sheet.columns()), sheet.pitch()) > Integer.MAX_VALUE) {
            throw new ArgumentException("matrix product: OpenBLAS counts rows and columns in 32 bits, so " + sheet.rows() + " by "
                + sheet.columns() + " elements cannot be multiplied\n  try:   chunk() the operands");
        }
    }
}
