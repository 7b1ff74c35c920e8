package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.D_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

/**
 * Exponentials of n doubles: {@code e^x = 2^k e^r} with |r| at most ln 2 / 2, where e^r is its Taylor polynomial, whose remainder is below
 * half a unit in the last place. The Vector API's own functions would give other bits before and after a loop is compiled.
 * Each loop is written out, as in {@link FloatBlocks}.
 */
final class DoubleExponentials {
    private static final double LOG2E = 1.4426950408889634;
    // ln 2 in two parts: k times the first is exact.
    private static final double LN2_HIGH = 6.93147180369123816490e-01;
    private static final double LN2_LOW = 1.90821492927058770002e-10;
    private static final double LN2 = 0.6931471805599453;
    /** Adding 1.5 · 2^52 leaves the nearest integer in the low bits of the sum. */
    private static final double ROUNDER = 6755399441055744.0;
    private static final long ROUNDER_BITS = 0x4338000000000000L;
    private static final int BIAS = 1023;
    private static final int MANTISSA_BITS = 52;
    private static final double OVERFLOW = 709.782712893384;
    private static final double UNDERFLOW = -745.1332191019412;
    /** Where half of e^x overflows. */
    private static final double HALF_OVERFLOW = 710.4758600739439;
    /** Below this e^x - 1 is x. */
    private static final double TINY = 0x1p-54;
    /** Up to here tanh is a rational function, because 1 - 2 / (e^2x + 1) would cancel. */
    private static final double TANH_SMALL = 0.625;
    private static final double T0 = -9.64399179425052238628e-1;
    private static final double T1 = -9.92877231001918586564e1;
    private static final double T2 = -1.61468768441708447952e3;
    private static final double U0 = 1.12811678491632931402e2;
    private static final double U1 = 2.23548839060100448583e3;
    private static final double U2 = 4.84406305325125486048e3;

    // The coefficients of e^r.
    private static final double C2 = 1 / 2d;
    private static final double C3 = 1 / 6d;
    private static final double C4 = 1 / 24d;
    private static final double C5 = 1 / 120d;
    private static final double C6 = 1 / 720d;
    private static final double C7 = 1 / 5040d;
    private static final double C8 = 1 / 40320d;
    private static final double C9 = 1 / 362880d;
    private static final double C10 = 1 / 3628800d;
    private static final double C11 = 1 / 39916800d;
    private static final double C12 = 1 / 479001600d;
    private static final double C13 = 1 / 6227020800d;
    private static final double C15 = 1 / 1307674368000d;
    private static final double C17 = 1 / 355687428096000d;

    private DoubleExponentials() {}

    static void exp(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var shifted = x.fma(broadcast(D, LOG2E), broadcast(D, ROUNDER));
            var whole = shifted.sub(ROUNDER);
            var r = whole.fma(broadcast(D, -LN2_LOW), whole.fma(broadcast(D, -LN2_HIGH), x));
            var q = broadcast(D, C13).fma(r, broadcast(D, C12)).fma(r, broadcast(D, C11)).fma(r, broadcast(D, C10))
                .fma(r, broadcast(D, C9)).fma(r, broadcast(D, C8)).fma(r, broadcast(D, C7)).fma(r, broadcast(D, C6))
                .fma(r, broadcast(D, C5)).fma(r, broadcast(D, C4)).fma(r, broadcast(D, C3)).fma(r, broadcast(D, C2));
            var y = q.fma(r.mul(r), r).add(1);
            // Two factors, so that subnormal results and the largest ones come out right.
            var power = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
            var half = power.lanewise(ASHR, 1);
            var first = half.add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            var second = power.sub(half).add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            y.mul(first).mul(second).blend(Double.POSITIVE_INFINITY, x.compare(GT, OVERFLOW)).blend(0, x.compare(LT, UNDERFLOW))
                .intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** 2^x, exact at integers. */
    static void exp2(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var shifted = x.add(ROUNDER);
            var r = x.sub(shifted.sub(ROUNDER)).mul(LN2);
            var q = broadcast(D, C13).fma(r, broadcast(D, C12)).fma(r, broadcast(D, C11)).fma(r, broadcast(D, C10))
                .fma(r, broadcast(D, C9)).fma(r, broadcast(D, C8)).fma(r, broadcast(D, C7)).fma(r, broadcast(D, C6))
                .fma(r, broadcast(D, C5)).fma(r, broadcast(D, C4)).fma(r, broadcast(D, C3)).fma(r, broadcast(D, C2));
            var y = q.fma(r.mul(r), r).add(1);
            var power = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
            var half = power.lanewise(ASHR, 1);
            var first = half.add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            var second = power.sub(half).add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            y.mul(first).mul(second).blend(Double.POSITIVE_INFINITY, x.compare(GE, 1024)).blend(0, x.compare(LT, -1075))
                .intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** {@code 2 (2^(k-1) p + 2^(k-1) - 1/2)} with {@code p = e^r - 1}. */
    static void expm1(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var given = fromMemorySegment(D, ALL, from + p, ORDER);
            var x = given.blend(-50, given.compare(LT, -50));
            var shifted = x.fma(broadcast(D, LOG2E), broadcast(D, ROUNDER));
            var whole = shifted.sub(ROUNDER);
            var r = whole.fma(broadcast(D, -LN2_LOW), whole.fma(broadcast(D, -LN2_HIGH), x));
            var q = broadcast(D, C13).fma(r, broadcast(D, C12)).fma(r, broadcast(D, C11)).fma(r, broadcast(D, C10))
                .fma(r, broadcast(D, C9)).fma(r, broadcast(D, C8)).fma(r, broadcast(D, C7)).fma(r, broadcast(D, C6))
                .fma(r, broadcast(D, C5)).fma(r, broadcast(D, C4)).fma(r, broadcast(D, C3)).fma(r, broadcast(D, C2));
            var scale = shifted.reinterpretAsLongs().sub(ROUNDER_BITS).add(BIAS - 1).lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            var y = q.fma(r.mul(r), r).fma(scale, scale.sub(0.5));
            y.add(y).blend(Double.POSITIVE_INFINITY, x.compare(GT, OVERFLOW)).blend(x, x.lanewise(ABS).compare(LT, TINY))
                .intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    static void sigmoid(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            fromMemorySegment(D, ALL, from + p, ORDER).neg().intoMemorySegment(ALL, to + p, ORDER);
        }
        exp(to, to, n);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            broadcast(D, 1).div(fromMemorySegment(D, ALL, to + p, ORDER).add(1)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** By e^2x, and by Cephes's rational function near zero. */
    static void tanh(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            // From 22 on the result is 1, and e^44 is far from overflow.
            var twice = a.add(a).blend(44, a.compare(GT, 22));
            var shifted = twice.fma(broadcast(D, LOG2E), broadcast(D, ROUNDER));
            var whole = shifted.sub(ROUNDER);
            var r = whole.fma(broadcast(D, -LN2_LOW), whole.fma(broadcast(D, -LN2_HIGH), twice));
            var q = broadcast(D, C13).fma(r, broadcast(D, C12)).fma(r, broadcast(D, C11)).fma(r, broadcast(D, C10))
                .fma(r, broadcast(D, C9)).fma(r, broadcast(D, C8)).fma(r, broadcast(D, C7)).fma(r, broadcast(D, C6))
                .fma(r, broadcast(D, C5)).fma(r, broadcast(D, C4)).fma(r, broadcast(D, C3)).fma(r, broadcast(D, C2));
            var scale = shifted.reinterpretAsLongs().sub(ROUNDER_BITS).add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            var power = q.fma(r.mul(r), r).add(1).mul(scale);
            var small = a.compare(LT, TANH_SMALL);
            var z = a.mul(a);
            var above = broadcast(D, T0).fma(z, broadcast(D, T1)).fma(z, broadcast(D, T2)).mul(z).mul(a);
            var below = z.add(U0).fma(z, broadcast(D, U1)).fma(z, broadcast(D, U2));
            var quotient = broadcast(D, 2).blend(above, small).div(power.add(1).blend(below, small));
            var y = broadcast(D, 1).sub(quotient).blend(a.add(quotient), small).reinterpretAsLongs();
            y.or(x.reinterpretAsLongs().and(Long.MIN_VALUE)).reinterpretAsDoubles().intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** With {@code h = e^|x| / 2}: {@code h - 1 / 4h} and its Taylor polynomial up to 1. */
    static void sinh(long from, long to, long n) {
        halves(from, to, n, true);
    }

    /** With {@code h = e^|x| / 2}: {@code h + 1 / 4h}. */
    static void cosh(long from, long to, long n) {
        halves(from, to, n, false);
    }

    private static void halves(long from, long to, long n, boolean isSine) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var shifted = a.fma(broadcast(D, LOG2E), broadcast(D, ROUNDER));
            var whole = shifted.sub(ROUNDER);
            var r = whole.fma(broadcast(D, -LN2_LOW), whole.fma(broadcast(D, -LN2_HIGH), a));
            var q = broadcast(D, C13).fma(r, broadcast(D, C12)).fma(r, broadcast(D, C11)).fma(r, broadcast(D, C10))
                .fma(r, broadcast(D, C9)).fma(r, broadcast(D, C8)).fma(r, broadcast(D, C7)).fma(r, broadcast(D, C6))
                .fma(r, broadcast(D, C5)).fma(r, broadcast(D, C4)).fma(r, broadcast(D, C3)).fma(r, broadcast(D, C2));
            var power = shifted.reinterpretAsLongs().sub(ROUNDER_BITS + 1);
            var half = power.lanewise(ASHR, 1);
            var first = half.add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            var second = power.sub(half).add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            var h = q.fma(r.mul(r), r).add(1).mul(first).mul(second).blend(Double.POSITIVE_INFINITY, a.compare(GE, HALF_OVERFLOW));
            var inverse = broadcast(D, 0.25).div(h);
            if (isSine) {
                var z = x.mul(x);
                var small = broadcast(D, C17).fma(z, broadcast(D, C15)).fma(z, broadcast(D, C13)).fma(z, broadcast(D, C11))
                    .fma(z, broadcast(D, C9)).fma(z, broadcast(D, C7)).fma(z, broadcast(D, C5)).fma(z, broadcast(D, C3)).mul(z).fma(a, a);
                var y = h.sub(inverse).blend(small, a.compare(LT, 1)).reinterpretAsLongs();
                y.or(x.reinterpretAsLongs().and(Long.MIN_VALUE)).reinterpretAsDoubles().intoMemorySegment(ALL, to + p, ORDER);
            } else {
                h.add(inverse).intoMemorySegment(ALL, to + p, ORDER);
            }
        }
    }
}
