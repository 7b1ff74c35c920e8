package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.D_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;

/**
 * Powers of n doubles: {@code e^(y ln |x|)} with the logarithm and the product in two doubles each, since the exponential enlarges their
 * errors up to 700 times. At most one unit in the last place. Zeros, infinities and NaN, whose powers are exact, are left to
 * {@link ScalarMath}.
 *
 * @see <a href="https://www.netlib.org/fdlibm/e_pow.c">fdlibm, e_pow.c</a>, the source of the form of the logarithm
 */
final class DoublePower {
    // The coefficients of s⁴, s⁶ and so on.
    private static final double L2 = 3 / 5d;
    private static final double L3 = 3 / 7d;
    private static final double L4 = 3 / 9d;
    private static final double L5 = 3 / 11d;
    private static final double L6 = 3 / 13d;
    private static final double L7 = 3 / 15d;
    private static final double L8 = 3 / 17d;
    private static final double L9 = 3 / 19d;
    private static final double L10 = 3 / 21d;
    private static final double L11 = 3 / 23d;
    private static final double L12 = 3 / 25d;
    private static final double TWO_THIRDS = 2 / 3d;
    private static final double TWO_THIRDS_LOW = 3.700743415417188e-17;
    private static final double LN2_HIGH = 6.93147180369123816490e-01;
    private static final double LN2_LOW = 1.90821492927058770002e-10;
    private static final double LOG2E = 1.4426950408889634;
    private static final long ROOT_HALF = 0x3FE6A09E00000000L;
    private static final long ONE = 0x3FF0000000000000L;
    private static final long MANTISSA = 0x000FFFFFFFFFFFFFL;
    private static final int MANTISSA_BITS = 52;
    private static final int BIAS = 1023;
    private static final double ROUNDER = 6755399441055744.0;
    private static final long ROUNDER_BITS = 0x4338000000000000L;
    private static final double OVERFLOW = 709.782712893384;
    private static final double UNDERFLOW = -745.1332191019412;
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
    /** Below 2^51 adding {@link #ROUNDER} tells integers and their parity. */
    private static final double WHOLE = 2251799813685248.0;
    private static final int SIGN_SHIFT = 63;
    private static final long CHUNK = DoubleBlocks.CHUNK;

    private DoublePower() {}

    static void pow(long a, long b, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long high = scratch.take(CHUNK * Double.BYTES);
        long low = scratch.take(CHUNK * Double.BYTES);
        long given = scratch.take(2L * D.vectorByteSize());
        for (long i = 0; i < n; i += CHUNK) {
            long count = Math.min(CHUNK, n - i);
            logarithms(a + (i << 3), high, low, count);
            powers(a + (i << 3), b + (i << 3), high, low, to + (i << 3), given, count);
        }
        scratch.release(mark);
    }

    /** {@code ln |x| = high + low}: {@code s (3 + s² + 3/5 s⁴ + ...) · 2/3 + k ln 2} with {@code s = (m - 1) / (m + 1)}. */
    private static void logarithms(long from, long high, long low, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER).lanewise(ABS);
            var subnormal = x.compare(LT, Double.MIN_NORMAL);
            var bits = x.blend(x.mul(0x1p54), subnormal).reinterpretAsLongs().add(ONE - ROOT_HALF);
            var exponent = bits.lanewise(LSHR, MANTISSA_BITS).add(ROUNDER_BITS).reinterpretAsDoubles().sub(ROUNDER + BIAS);
            var k = exponent.blend(exponent.sub(54), subnormal);
            var m = bits.and(MANTISSA).add(ROOT_HALF).reinterpretAsDoubles();
            var f = m.sub(1);
            var below = m.add(1);
            var belowLow = f.sub(below.sub(2));
            var s = f.div(below);
            var sLow = s.neg().fma(below, f).sub(s.mul(belowLow)).div(below);
            var z = s.mul(s);
            var zLow = s.fma(s, z.neg()).add(s.add(s).mul(sLow));
            var r = broadcast(D, L12).fma(z, broadcast(D, L11)).fma(z, broadcast(D, L10)).fma(z, broadcast(D, L9)).fma(z, broadcast(D, L8))
                .fma(z, broadcast(D, L7)).fma(z, broadcast(D, L6)).fma(z, broadcast(D, L5)).fma(z, broadcast(D, L4))
                .fma(z, broadcast(D, L3))
                .fma(z, broadcast(D, L2)).mul(z.mul(z));
            var t = z.add(3);
            var tLow = z.sub(t.sub(3)).add(zLow).add(r);
            var product = s.mul(t);
            var productLow = s.fma(t, product.neg()).add(s.mul(tLow)).add(sLow.mul(t));
            var natural = product.mul(TWO_THIRDS);
            var naturalLow = product.fma(broadcast(D, TWO_THIRDS), natural.neg()).add(product.mul(TWO_THIRDS_LOW))
                .add(productLow.mul(TWO_THIRDS));
            var twos = k.mul(LN2_HIGH);
            var sum = twos.add(natural);
            var rest = natural.sub(sum.sub(twos)).add(k.fma(broadcast(D, LN2_LOW), naturalLow));
            var whole = sum.add(rest);
            whole.intoMemorySegment(ALL, high + p, ORDER);
            rest.sub(whole.sub(sum)).intoMemorySegment(ALL, low + p, ORDER);
        }
    }

    private static void powers(long a, long b, long high, long low, long to, long given, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, a + p, ORDER);
            var y = fromMemorySegment(D, ALL, b + p, ORDER);
            var log = fromMemorySegment(D, ALL, high + p, ORDER);
            var e = y.mul(log);
            var eLow = y.fma(log, e.neg()).add(y.mul(fromMemorySegment(D, ALL, low + p, ORDER)));
            var shifted = e.fma(broadcast(D, LOG2E), broadcast(D, ROUNDER));
            var whole = shifted.sub(ROUNDER);
            var r = whole.fma(broadcast(D, -LN2_LOW), whole.fma(broadcast(D, -LN2_HIGH), e)).add(eLow);
            var q = broadcast(D, C13).fma(r, broadcast(D, C12)).fma(r, broadcast(D, C11)).fma(r, broadcast(D, C10))
                .fma(r, broadcast(D, C9)).fma(r, broadcast(D, C8)).fma(r, broadcast(D, C7)).fma(r, broadcast(D, C6))
                .fma(r, broadcast(D, C5)).fma(r, broadcast(D, C4)).fma(r, broadcast(D, C3)).fma(r, broadcast(D, C2));
            var power = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
            var half = power.lanewise(ASHR, 1);
            var first = half.add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            var second = power.sub(half).add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            var result = q.fma(r.mul(r), r).add(1).mul(first).mul(second).blend(Double.POSITIVE_INFINITY, e.compare(GT, OVERFLOW))
                .blend(0, e.compare(LT, UNDERFLOW));
            // Of a number below zero: NaN, or the sign of an odd exponent.
            var moved = y.add(ROUNDER);
            var negative = x.compare(LT, 0);
            var sign = moved.reinterpretAsLongs().lanewise(LSHL, SIGN_SHIFT);
            var signed = result.reinterpretAsLongs().or(sign).reinterpretAsDoubles().blend(Double.NaN, moved.sub(ROUNDER).compare(NE, y));
            var magnitude = x.lanewise(ABS);
            boolean isPlain = magnitude.compare(GT, 0).and(magnitude.compare(LT, Double.POSITIVE_INFINITY))
                .and(y.lanewise(ABS).compare(LT, WHOLE))
                .allTrue();
            if (!isPlain) {
                x.intoMemorySegment(ALL, given, ORDER);
                y.intoMemorySegment(ALL, given + (D_LANES << 3), ORDER);
            }
            result.blend(signed, negative).intoMemorySegment(ALL, to + p, ORDER);
            if (!isPlain) {
                special(given, to + p);
            }
        }
    }

    /** Replaces the results of one vector's zeros, infinities, NaN and large exponents, of which it has some. */
    private static void special(long given, long to) {
        for (long i = 0; i < D_LANES; i++) {
            double x = UncheckedAccess.f64(given, i);
            double y = UncheckedAccess.f64(given, D_LANES + i);
            if (!(Math.abs(x) > 0 && Math.abs(x) < Double.POSITIVE_INFINITY && Math.abs(y) < WHOLE)) {
                UncheckedAccess.f64(to, i, ScalarMath.pow(x, y));
            }
        }
    }
}
