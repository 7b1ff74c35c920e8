package dev.tenon.cpu.blas;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.F_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import jdk.incubator.vector.FloatVector;

/** A float matrix times a vector, at the speed of reading the matrix. */
final class VectorProduct {
    /** Elements of the matrix that are worth a thread's while. */
    private static final long GRAIN = 64 * 1024;
    /** Products that one float accumulator takes. */
    private static final long RUN = 2048;

    private VectorProduct() {}

    /**
     * Writes {@code matrix · x + bias} to y.
     *
     * @param bias 0 for none
     * @param biasStep 1 if each row has its own bias, 0 if all share one
     */
    static void run(StridedMatrix matrix, long x, long bias, long biasStep, long y, boolean isSingle) {
        long unit = matrix.isPlain() ? 4 : 4L * F_LANES;
        long grain = isSingle ? matrix.rows() : Math.max(1, GRAIN / matrix.columns());
        Workers.run(matrix.rows(), (grain + unit - 1) / unit * unit, (from, to) -> {
            for (long row = from; row < to; row++) {
                UncheckedAccess.f32(y, row, bias == 0 ? 0 : UncheckedAccess.f32(bias, row * biasStep));
            }
            if (matrix.isPlain()) {
                rows(matrix, x, y, from, to);
            } else {
                columns(matrix, x, y, from, to);
            }
        });
    }

    private static void rows(StridedMatrix matrix, long x, long y, long from, long to) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long sums = scratch.take(4 * FourSums.BYTES);
        long pitch = matrix.pitch() * Float.BYTES;
        for (long run = 0; run < matrix.columns(); run += RUN) {
            long n = Math.min(RUN, matrix.columns() - run);
            long a = matrix.address() + run * Float.BYTES;
            long v = x + run * Float.BYTES;
            long row = from;
            for (; row + 4 <= to; row += 4) {
                fourRows(a + row * pitch, pitch, v, n, sums, y + row * Float.BYTES);
            }
            for (; row < to; row++) {
                oneRow(a + row * pitch, v, n, sums, y + row * Float.BYTES);
            }
        }
        scratch.release(mark);
    }

    /**
     * Four rows at once read x once; each row is summed exactly as {@link #oneRow} does. The vectors end in memory: the first compiler
     * refuses methods with many more vector operations, and the second, which needs it, never comes to them then.
     */
    private static void fourRows(long a, long pitch, long x, long n, long sums, long y) {
        var s0 = FloatVector.zero(F);
        var s1 = FloatVector.zero(F);
        var s2 = FloatVector.zero(F);
        var s3 = FloatVector.zero(F);
        long end = n << 2;
        long step = (long) F_LANES << 2;
        long p = 0;
        for (; p + step <= end; p += step) {
            var v = fromMemorySegment(F, ALL, x + p, ORDER);
            s0 = fromMemorySegment(F, ALL, a + p, ORDER).fma(v, s0);
            s1 = fromMemorySegment(F, ALL, a + pitch + p, ORDER).fma(v, s1);
            s2 = fromMemorySegment(F, ALL, a + 2 * pitch + p, ORDER).fma(v, s2);
            s3 = fromMemorySegment(F, ALL, a + 3 * pitch + p, ORDER).fma(v, s3);
        }
        s0.intoMemorySegment(ALL, sums, ORDER);
        s1.intoMemorySegment(ALL, sums + FourSums.BYTES, ORDER);
        s2.intoMemorySegment(ALL, sums + 2 * FourSums.BYTES, ORDER);
        s3.intoMemorySegment(ALL, sums + 3 * FourSums.BYTES, ORDER);
        if (p < end) {
            for (int i = 0; i < 4; i++) {
                tail(a + i * pitch + p, x + p, end - p >> 2, sums + i * FourSums.BYTES);
            }
        }
        FourSums.add(sums, y);
    }

    private static void tail(long a, long x, long n, long sums) {
        var tail = F.indexInRange(0, n);
        fromMemorySegment(F, ALL, a, ORDER, tail).fma(fromMemorySegment(F, ALL, x, ORDER, tail), fromMemorySegment(F, ALL, sums, ORDER))
            .intoMemorySegment(ALL, sums, ORDER);
    }

    private static void oneRow(long a, long x, long n, long sums, long y) {
        var s = FloatVector.zero(F);
        long end = n << 2;
        long step = (long) F_LANES << 2;
        long p = 0;
        for (; p + step <= end; p += step) {
            s = fromMemorySegment(F, ALL, a + p, ORDER).fma(fromMemorySegment(F, ALL, x + p, ORDER), s);
        }
        s.intoMemorySegment(ALL, sums, ORDER);
        if (p < end) {
            tail(a + p, x + p, end - p >> 2, sums);
        }
        FourSums.addOne(sums, y);
    }

    /** Of a matrix with contiguous columns: results side by side are summed in registers while x is walked. */
    private static void columns(StridedMatrix matrix, long x, long y, long from, long to) {
        long pitch = matrix.pitch() * Float.BYTES;
        long row = from;
        for (; row + 4L * F_LANES <= to; row += 4L * F_LANES) {
            fourVectors(matrix.address() + row * Float.BYTES, pitch, x, matrix.columns(), y + row * Float.BYTES);
        }
        for (; row < to; row += F_LANES) {
            oneVector(matrix.address() + row * Float.BYTES, pitch, x, matrix.columns(), y + row * Float.BYTES, to - row);
        }
    }

    private static void fourVectors(long a, long pitch, long x, long k, long y) {
        long step = (long) F_LANES * Float.BYTES;
        var s0 = fromMemorySegment(F, ALL, y, ORDER);
        var s1 = fromMemorySegment(F, ALL, y + step, ORDER);
        var s2 = fromMemorySegment(F, ALL, y + 2 * step, ORDER);
        var s3 = fromMemorySegment(F, ALL, y + 3 * step, ORDER);
        for (long i = 0; i < k; i++) {
            var v = broadcast(F, UncheckedAccess.f32(x, i));
            long p = a + i * pitch;
            s0 = fromMemorySegment(F, ALL, p, ORDER).fma(v, s0);
            s1 = fromMemorySegment(F, ALL, p + step, ORDER).fma(v, s1);
            s2 = fromMemorySegment(F, ALL, p + 2 * step, ORDER).fma(v, s2);
            s3 = fromMemorySegment(F, ALL, p + 3 * step, ORDER).fma(v, s3);
        }
        s0.intoMemorySegment(ALL, y, ORDER);
        s1.intoMemorySegment(ALL, y + step, ORDER);
        s2.intoMemorySegment(ALL, y + 2 * step, ORDER);
        s3.intoMemorySegment(ALL, y + 3 * step, ORDER);
    }

    private static void oneVector(long a, long pitch, long x, long k, long y, long count) {
        var tail = F.indexInRange(0, count);
        var s = fromMemorySegment(F, ALL, y, ORDER, tail);
        for (long i = 0; i < k; i++) {
            s = fromMemorySegment(F, ALL, a + i * pitch, ORDER, tail).fma(broadcast(F, UncheckedAccess.f32(x, i)), s);
        }
        s.intoMemorySegment(ALL, y, ORDER, tail);
    }
}
