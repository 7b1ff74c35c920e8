package dev.tenon.cpu.reduce;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential of a row of floats and its sum in one loop, for softmax and its like, whose arguments are not above zero.
 * {@code exp(x) = 2^k * exp(r)}: k is the nearest integer to {@code x / ln 2}, found by adding a number so large that the fraction is
 * lost, and exp(r) Cephes' polynomial. Results below the smallest normal number become zero; arguments must not exceed 88.
 */
final class FloatExp {
    private static final int L = F.length();
    private static final int STEP = F.vectorByteSize();
    private static final long PIECE = 4096;
    private static final float LOG2E = 1.442695f;
    /** The natural logarithm of 2 in two parts; multiples of the first are exact. */
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /** Adding this leaves the nearest integer in the low bits. */
    private static final float ROUNDER = 12582912f;
    private static final int MANTISSA_BITS = 23;
    private static final int ONE_BITS = 0x3F800000;
    /** Below this exp is subnormal. */
    private static final float SMALLEST = -87.33654f;
    private static final float C0 = 5.0000001201e-1f;
    private static final float C1 = 1.6666665459e-1f;
    private static final float C2 = 4.1665795894e-2f;
    private static final float C3 = 8.3334519073e-3f;
    private static final float C4 = 1.3981999507e-3f;
    private static final float C5 = 1.9875691500e-4f;

    private FloatExp() {}

    /** Writes {@code exp(p - shift)} and returns the sum. */
    static double run(long p, float shift, long to, long n) {
        long whole = n - n % L;
        double sum = 0;
        for (long from = 0; from < whole; from += PIECE) {
            sum += piece(p + 4 * from, shift, to + 4 * from, Math.min(PIECE, whole - from));
        }
        return whole == n ? sum : sum + tail(p + 4 * whole, shift, to + 4 * whole, n - whole);
    }

    /** Less than a vector, by way of a whole one whose other elements are exp(-inf) = 0. */
    private static double tail(long p, float shift, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            long vector = scratch.take(STEP);
            broadcast(F, Float.NEGATIVE_INFINITY).intoMemorySegment(ALL, vector, ORDER);
            UncheckedAccess.copy(p, vector, 4 * n);
            double sum = piece(vector, shift, vector, L);
            UncheckedAccess.copy(vector, to, 4 * n);
            return sum;
        } finally {
            scratch.release(mark);
        }
    }

    private static double piece(long p, float shift, long to, long n) {
        long bytes = n * 4;
        var sum = FloatVector.zero(F);
        for (long i = 0; i < bytes; i += STEP) {
            var x = fromMemorySegment(F, ALL, p + i, ORDER).sub(shift);
            var k = x.fma(broadcast(F, LOG2E), broadcast(F, ROUNDER));
            var m = k.sub(ROUNDER);
            var r = m.fma(broadcast(F, -LN2_LOW), m.fma(broadcast(F, -LN2_HIGH), x));
            var y = broadcast(F, C5).fma(r, broadcast(F, C4)).fma(r, broadcast(F, C3))
                .fma(r, broadcast(F, C2)).fma(r, broadcast(F, C1)).fma(r, broadcast(F, C0));
            var scale = k.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS).add(ONE_BITS).reinterpretAsFloats();
            var e = y.fma(r.mul(r), r).add(1f).mul(scale).blend(0f, x.compare(VectorOperators.LT, SMALLEST));
            e.intoMemorySegment(ALL, to + i, ORDER);
            sum = sum.add(e);
        }
        long lanes = Lanes.room();
        sum.intoMemorySegment(ALL, lanes, ORDER);
        return Lanes.sum(lanes);
    }
}
