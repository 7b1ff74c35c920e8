package dev.tenon.cpu.blas;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.cpu.engine.UncheckedAccess;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * LAPACK and triangular solutions on row-major matrices of float32 or float64 at addresses. Methods that can fail for a value return LAPACK's
 * status: 0 for success, k for trouble with column or minor k.
 */
public final class Lapack {
    private static final int ROWS = openblas.LAPACK_ROW_MAJOR;

    static {
        OpenBlas.ready();
        // NaN goes through, as in PyTorch; the methods whose iterations it would not let end refuse it themselves.
        openblas.LAPACKE_set_nancheck(0);
    }

    private Lapack() {}

    private static final class IntAt extends IntPointer {
        IntAt(long where) {
            super((Pointer) null);
            address = where;
        }
    }

    private static DoublePointer f64(long address) {
        return new OpenBlas.DoubleAt().at(address);
    }

    private static FloatPointer f32(long address) {
        return new OpenBlas.FloatAt().at(address);
    }

    private static boolean isDouble(DType dtype) {
        return dtype == DType.FLOAT64;
    }

    private static int status(String op, int status) {
        if (status < 0) {
            throw new ArgumentException(op + ": LAPACK refuses its argument " + -status);
        }
        return status;
    }

    /**
     * Refuses NaN and infinity for an iterative method, which need not end with them.
     *
     * @param isLower whether only the lower triangle is read
     * @param index the number of the matrix in its batch
     */
    public static void requireFinite(String op, DType dtype, long a, long rows, long columns, boolean isLower, long index) {
        for (long i = 0; i < rows; i++) {
            long end = isLower ? i + 1 : columns;
            for (long j = 0; j < end; j++) {
                double value = isDouble(dtype) ? UncheckedAccess.f64(a, i * columns + j) : UncheckedAccess.f32(a, i * columns + j);
                if (!Double.isFinite(value)) {
                    throw new ArgumentException(op + ": the algorithm failed to converge because matrix " + index
                        + " of the batch contains non-finite values: " + value + " at [" + i + ", " + j
                        + "]\n  try:   nanToNum(), or leave the matrix out");
                }
            }
        }
    }

    /** Elimination in place; {@code pivots} takes an int for each column or row, whichever are fewer. */
    public static int getrf(String op, DType dtype, long m, long n, long a, long pivots) {
        var rows = new IntAt(pivots);
        return status(op, isDouble(dtype) ? openblas.LAPACKE_dgetrf(ROWS, (int) m, (int) n, f64(a), (int) n, rows)
            : openblas.LAPACKE_sgetrf(ROWS, (int) m, (int) n, f32(a), (int) n, rows));
    }

    /** Solves for {@code columns} right sides in place; {@code a} is overwritten. */
    public static int gesv(String op, DType dtype, long n, long columns, long a, long pivots, long b) {
        var rows = new IntAt(pivots);
        return status(op,
            isDouble(dtype) ? openblas.LAPACKE_dgesv(ROWS, (int) n, (int) columns, f64(a), (int) n, rows, f64(b), (int) columns)
                : openblas.LAPACKE_sgesv(ROWS, (int) n, (int) columns, f32(a), (int) n, rows, f32(b), (int) columns));
    }

    /** Cholesky's factor in the lower triangle, in place: by columns the matrix is its own transpose, which saves a copy. */
    public static int potrf(String op, DType dtype, long n, long a) {
        return status(op, isDouble(dtype) ? openblas.LAPACKE_dpotrf(openblas.LAPACK_COL_MAJOR, (byte) 'U', (int) n, f64(a), (int) n)
            : openblas.LAPACKE_spotrf(openblas.LAPACK_COL_MAJOR, (byte) 'U', (int) n, f32(a), (int) n));
    }

    /** The factors L D L^T of a symmetric matrix in its lower triangle, and how its rows were exchanged. */
    public static int sytrf(String op, DType dtype, long n, long a, long pivots) {
        var rows = new IntAt(pivots);
        return status(op, isDouble(dtype) ? openblas.LAPACKE_dsytrf(ROWS, (byte) 'L', (int) n, f64(a), (int) n, rows)
            : openblas.LAPACKE_ssytrf(ROWS, (byte) 'L', (int) n, f32(a), (int) n, rows));
    }

    /** Solves with the factors of {@link #sytrf} for {@code columns} right sides in place. */
    public static void sytrs(String op, DType dtype, long n, long columns, long a, long pivots, long b) {
        var rows = new IntAt(pivots);
        status(op,
            isDouble(dtype)
                ? openblas.LAPACKE_dsytrs(ROWS, (byte) 'L', (int) n, (int) columns, f64(a), (int) n, rows, f64(b), (int) columns)
                : openblas.LAPACKE_ssytrs(ROWS, (byte) 'L', (int) n, (int) columns, f32(a), (int) n, rows, f32(b), (int) columns));
    }

    /** Eigenvectors of a symmetric matrix in place of its lower triangle, and the eigenvalues in ascending order. */
    public static int syevd(String op, DType dtype, long n, long a, long values) {
        return status(op, isDouble(dtype) ? openblas.LAPACKE_dsyevd(ROWS, (byte) 'V', (byte) 'L', (int) n, f64(a), (int) n, f64(values))
            : openblas.LAPACKE_ssyevd(ROWS, (byte) 'V', (byte) 'L', (int) n, f32(a), (int) n, f32(values)));
    }

    /** Householder's reflections in the lower part of {@code a}, R in the upper one. */
    public static void geqrf(String op, DType dtype, long m, long n, long a, long stride, long scales) {
        status(op, isDouble(dtype) ? openblas.LAPACKE_dgeqrf(ROWS, (int) m, (int) n, f64(a), (int) stride, f64(scales))
            : openblas.LAPACKE_sgeqrf(ROWS, (int) m, (int) n, f32(a), (int) stride, f32(scales)));
    }

    /** The first {@code columns} columns of the orthogonal matrix that k reflections make, in their place. */
    public static void orgqr(String op, DType dtype, long m, long columns, long k, long a, long stride, long scales) {
        status(op, isDouble(dtype) ? openblas.LAPACKE_dorgqr(ROWS, (int) m, (int) columns, (int) k, f64(a), (int) stride, f64(scales))
            : openblas.LAPACKE_sorgqr(ROWS, (int) m, (int) columns, (int) k, f32(a), (int) stride, f32(scales)));
    }

    /** Thin singular values and vectors; {@code a} is overwritten. */
    public static int gesdd(String op, DType dtype, long m, long n, long a, long s, long u, long vh) {
        return status(op, isDouble(dtype)
            ? OpenBlas.gesdd(m, n, new OpenBlas.DoubleAt().at(a), new OpenBlas.DoubleAt().at(s), new OpenBlas.DoubleAt().at(u),
                new OpenBlas.DoubleAt().at(vh))
            : OpenBlas.gesdd(m, n, new OpenBlas.FloatAt().at(a), new OpenBlas.FloatAt().at(s), new OpenBlas.FloatAt().at(u),
                new OpenBlas.FloatAt().at(vh)));
    }

    /** Solves with a triangle for {@code columns} right sides in place. */
    public static void trsm(DType dtype, boolean upper, boolean transposed, boolean unit, long n, long columns, long a, long b) {
        int triangle = upper ? openblas_nolapack.CblasUpper : openblas_nolapack.CblasLower;
        int turned = transposed ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
        int diagonal = unit ? openblas_nolapack.CblasUnit : openblas_nolapack.CblasNonUnit;
        if (isDouble(dtype)) {
            openblas_nolapack.cblas_dtrsm(openblas_nolapack.CblasRowMajor, openblas_nolapack.CblasLeft, triangle, turned, diagonal, (int) n,
                (int) columns, 1.0,
                f64(a), (int) n, f64(b), (int) columns);
        } else {
            openblas_nolapack.cblas_strsm(openblas_nolapack.CblasRowMajor, openblas_nolapack.CblasLeft, triangle, turned, diagonal, (int) n,
                (int) columns, 1.0f,
                f32(a), (int) n, f32(b), (int) columns);
        }
    }
}
