package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.D_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.tenon.cpu.engine.Scratch;

/**
 * Logarithms of n doubles: {@code ln x = k ln 2 + ln(1 + f)} with 1 + f between the roots of 1/2 and 2, and
 * {@code ln(1 + f) = f - (f²/2 - s (f²/2 + R(s²)))}, {@code s = f / (2 + f)}. At most one unit in the last place.
 *
 * @see <a href="https://www.netlib.org/fdlibm/e_log.c">fdlibm, e_log.c</a>, the source of the coefficients
 */
final class DoubleLogarithms {
    private static final double LN2_HIGH = 6.93147180369123816490e-01;
    private static final double LN2_LOW = 1.90821492927058770002e-10;
    private static final double LN2 = 0.6931471805599453;
    private static final double LG1 = 6.666666666666735130e-01;
    private static final double LG2 = 3.999999999940941908e-01;
    private static final double LG3 = 2.857142874366239149e-01;
    private static final double LG4 = 2.222219843214978396e-01;
    private static final double LG5 = 1.818357216161805012e-01;
    private static final double LG6 = 1.531383769920937332e-01;
    private static final double LG7 = 1.479819860511658591e-01;
    // 1 / ln 2 and 1 / ln 10 in two parts, the first short; the logarithm of 2 to the base 10 likewise.
    private static final double LOG2E_HIGH = 1.44269504072144627571e+00;
    private static final double LOG2E_LOW = 1.67517131648865118353e-10;
    private static final double LOG10E_HIGH = 4.34294481878168880939e-01;
    private static final double LOG10E_LOW = 2.50829467116452752298e-11;
    private static final double LOG10_2_HIGH = 3.01029995663611771306e-01;
    private static final double LOG10_2_LOW = 3.69423907715893078616e-13;
    /** The bits of the root of one half, without the last 32. */
    private static final long ROOT_HALF = 0x3FE6A09E00000000L;
    private static final long ONE = 0x3FF0000000000000L;
    private static final long MANTISSA = 0x000FFFFFFFFFFFFFL;
    private static final int MANTISSA_BITS = 52;
    private static final long LEADING_HALF = 0xFFFFFFFF00000000L;
    private static final long ROUNDER_BITS = 0x4338000000000000L;
    /** What an exponent in the low bits of {@link #ROUNDER_BITS} exceeds itself by. */
    private static final double ROUNDER = 6755399441055744.0 + 1023;
    /** Beyond this a square may overflow, and a² + 1 is a² long before. */
    private static final double BIG = 1e150;

    private DoubleLogarithms() {}

    static void log(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var subnormal = x.compare(LT, Double.MIN_NORMAL);
            var bits = x.blend(x.mul(0x1p54), subnormal).reinterpretAsLongs().add(ONE - ROOT_HALF);
            var exponent = bits.lanewise(LSHR, MANTISSA_BITS).add(ROUNDER_BITS).reinterpretAsDoubles().sub(ROUNDER);
            var k = exponent.blend(exponent.sub(54), subnormal);
            var f = bits.and(MANTISSA).add(ROOT_HALF).reinterpretAsDoubles().sub(1);
            var s = f.div(f.add(2));
            var z = s.mul(s);
            var r = broadcast(D, LG7).fma(z, broadcast(D, LG6)).fma(z, broadcast(D, LG5)).fma(z, broadcast(D, LG4))
                .fma(z, broadcast(D, LG3)).fma(z, broadcast(D, LG2)).fma(z, broadcast(D, LG1)).mul(z);
            var half = f.mul(f).mul(0.5);
            var y = k.fma(broadcast(D, LN2_HIGH), f.sub(half.sub(s.fma(half.add(r), k.mul(LN2_LOW)))));
            y.blend(x, x.compare(LT, Double.POSITIVE_INFINITY).not()).blend(Double.NaN, x.compare(LT, 0))
                .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, 0)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** Exact at powers of two. */
    static void log2(long from, long to, long n) {
        based(from, to, n, LOG2E_HIGH, LOG2E_LOW, 1, 0);
    }

    static void log10(long from, long to, long n) {
        based(from, to, n, LOG10E_HIGH, LOG10E_LOW, LOG10_2_HIGH, LOG10_2_LOW);
    }

    /** The natural logarithm of 1 + f in two parts times {@code high + low}, plus k times {@code twoHigh + twoLow}. */
    private static void based(long from, long to, long n, double high, double low, double twoHigh, double twoLow) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var subnormal = x.compare(LT, Double.MIN_NORMAL);
            var bits = x.blend(x.mul(0x1p54), subnormal).reinterpretAsLongs().add(ONE - ROOT_HALF);
            var exponent = bits.lanewise(LSHR, MANTISSA_BITS).add(ROUNDER_BITS).reinterpretAsDoubles().sub(ROUNDER);
            var k = exponent.blend(exponent.sub(54), subnormal);
            var f = bits.and(MANTISSA).add(ROOT_HALF).reinterpretAsDoubles().sub(1);
            var s = f.div(f.add(2));
            var z = s.mul(s);
            var r = broadcast(D, LG7).fma(z, broadcast(D, LG6)).fma(z, broadcast(D, LG5)).fma(z, broadcast(D, LG4))
                .fma(z, broadcast(D, LG3)).fma(z, broadcast(D, LG2)).fma(z, broadcast(D, LG1)).mul(z);
            var half = f.mul(f).mul(0.5);
            var first = f.sub(half).reinterpretAsLongs().and(LEADING_HALF).reinterpretAsDoubles();
            var second = s.fma(half.add(r), f.sub(first).sub(half));
            var large = first.mul(high);
            var whole = k.mul(twoHigh);
            var sum = whole.add(large);
            var rest = k.mul(twoLow).add(second.add(first).mul(low)).add(second.mul(high)).add(whole.sub(sum).add(large));
            sum.add(rest).blend(x, x.compare(LT, Double.POSITIVE_INFINITY).not()).blend(Double.NaN, x.compare(LT, 0))
                .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, 0)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** With {@code u = 1 + x} rounded, ln u and what the rounding lost, over u. */
    static void log1p(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var u = x.add(1);
            var lost = x.sub(u.sub(1)).blend(broadcast(D, 1).sub(u.sub(x)), x.compare(GT, 1)).div(u);
            var bits = u.reinterpretAsLongs().add(ONE - ROOT_HALF);
            var k = bits.lanewise(LSHR, MANTISSA_BITS).add(ROUNDER_BITS).reinterpretAsDoubles().sub(ROUNDER);
            var f = bits.and(MANTISSA).add(ROOT_HALF).reinterpretAsDoubles().sub(1);
            var s = f.div(f.add(2));
            var z = s.mul(s);
            var r = broadcast(D, LG7).fma(z, broadcast(D, LG6)).fma(z, broadcast(D, LG5)).fma(z, broadcast(D, LG4))
                .fma(z, broadcast(D, LG3)).fma(z, broadcast(D, LG2)).fma(z, broadcast(D, LG1)).mul(z);
            var half = f.mul(f).mul(0.5);
            var low = s.fma(half.add(r), k.fma(broadcast(D, LN2_LOW), lost)).sub(half).add(f);
            var y = k.fma(broadcast(D, LN2_HIGH), low).reinterpretAsLongs().or(x.reinterpretAsLongs().and(Long.MIN_VALUE))
                .reinterpretAsDoubles();
            y.blend(x, x.compare(LT, Double.POSITIVE_INFINITY).not()).blend(Double.NaN, x.compare(LT, -1))
                .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, -1)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** {@code log1p(a + a² / (1 + sqrt(a² + 1)))} with {@code a = |x|}, signed as x. */
    static void asinh(long from, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long inner = scratch.take(n * Double.BYTES);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var a = fromMemorySegment(D, ALL, from + p, ORDER).lanewise(ABS);
            var z = a.mul(a);
            z.div(z.add(1).sqrt().add(1)).add(a).blend(a, a.compare(GT, BIG)).intoMemorySegment(ALL, inner + p, ORDER);
        }
        log1p(inner, inner, n);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var y = fromMemorySegment(D, ALL, inner + p, ORDER);
            y.blend(y.add(LN2), x.lanewise(ABS).compare(GT, BIG)).reinterpretAsLongs().or(x.reinterpretAsLongs().and(Long.MIN_VALUE))
                .reinterpretAsDoubles().intoMemorySegment(ALL, to + p, ORDER);
        }
        scratch.release(mark);
    }

    /** {@code log1p(t + sqrt(t) sqrt(t + 2))} with {@code t = x - 1}. */
    static void acosh(long from, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long inner = scratch.take(n * Double.BYTES);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var t = x.sub(1);
            t.sqrt().mul(t.add(2).sqrt()).add(t).blend(x, x.compare(GT, BIG)).intoMemorySegment(ALL, inner + p, ORDER);
        }
        log1p(inner, inner, n);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var y = fromMemorySegment(D, ALL, inner + p, ORDER);
            y.blend(y.add(LN2), fromMemorySegment(D, ALL, from + p, ORDER).compare(GT, BIG)).intoMemorySegment(ALL, to + p, ORDER);
        }
        scratch.release(mark);
    }

    /** {@code log1p(2a / (1 - a)) / 2} with {@code a = |x|}, signed as x. */
    static void atanh(long from, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long inner = scratch.take(n * Double.BYTES);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var a = fromMemorySegment(D, ALL, from + p, ORDER).lanewise(ABS);
            a.add(a).div(broadcast(D, 1).sub(a)).intoMemorySegment(ALL, inner + p, ORDER);
        }
        log1p(inner, inner, n);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var sign = fromMemorySegment(D, ALL, from + p, ORDER).reinterpretAsLongs().and(Long.MIN_VALUE);
            fromMemorySegment(D, ALL, inner + p, ORDER).mul(0.5).reinterpretAsLongs().or(sign).reinterpretAsDoubles()
                .intoMemorySegment(ALL, to + p, ORDER);
        }
        scratch.release(mark);
    }
}
