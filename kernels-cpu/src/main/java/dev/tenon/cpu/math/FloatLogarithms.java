package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.F_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

/**
 * Logarithms of n floats, as {@link DoubleLogarithms}; at most one unit in the last place, of {@code log2} two.
 *
 * @see <a href="https://git.musl-libc.org/cgit/musl/tree/src/math/log1pf.c">FreeBSD's e_logf.c and s_log1pf.c</a>, the source of the
 *     coefficients
 */
final class FloatLogarithms {
    private static final float LN2_HIGH = 6.9313812256e-01f;
    private static final float LN2_LOW = 9.0580006145e-06f;
    private static final float LOG2E = 1.442695f;
    private static final float LG1 = 0.66666662693f;
    private static final float LG2 = 0.40000972152f;
    private static final float LG3 = 0.28498786688f;
    private static final float LG4 = 0.24279078841f;
    /** The bits of the root of one half. */
    private static final int ROOT_HALF = 0x3F3504F3;
    private static final int ONE = 0x3F800000;
    private static final int MANTISSA = 0x007FFFFF;
    private static final int MANTISSA_BITS = 23;
    private static final int ROUNDER_BITS = 0x4B400000;
    /** What an exponent in the low bits of {@link #ROUNDER_BITS} exceeds itself by. */
    private static final float ROUNDER = 12582912f + 127;

    private FloatLogarithms() {}

    static void log(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var x = fromMemorySegment(F, ALL, from + p, ORDER);
            var subnormal = x.compare(LT, Float.MIN_NORMAL);
            var bits = x.blend(x.mul(0x1p25f), subnormal).reinterpretAsInts().add(ONE - ROOT_HALF);
            var exponent = bits.lanewise(LSHR, MANTISSA_BITS).add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
            var k = exponent.blend(exponent.sub(25f), subnormal);
            var f = bits.and(MANTISSA).add(ROOT_HALF).reinterpretAsFloats().sub(1f);
            var s = f.div(f.add(2f));
            var z = s.mul(s);
            var r = broadcast(F, LG4).fma(z, broadcast(F, LG3)).fma(z, broadcast(F, LG2)).fma(z, broadcast(F, LG1)).mul(z);
            var half = f.mul(f).mul(0.5f);
            var y = k.fma(broadcast(F, LN2_HIGH), f.sub(half.sub(s.fma(half.add(r), k.mul(LN2_LOW)))));
            y.blend(x, x.compare(LT, Float.POSITIVE_INFINITY).not()).blend(Float.NaN, x.compare(LT, 0f))
                .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** Exact at powers of two. */
    static void log2(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var x = fromMemorySegment(F, ALL, from + p, ORDER);
            var subnormal = x.compare(LT, Float.MIN_NORMAL);
            var bits = x.blend(x.mul(0x1p25f), subnormal).reinterpretAsInts().add(ONE - ROOT_HALF);
            var exponent = bits.lanewise(LSHR, MANTISSA_BITS).add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
            var k = exponent.blend(exponent.sub(25f), subnormal);
            var f = bits.and(MANTISSA).add(ROOT_HALF).reinterpretAsFloats().sub(1f);
            var s = f.div(f.add(2f));
            var z = s.mul(s);
            var r = broadcast(F, LG4).fma(z, broadcast(F, LG3)).fma(z, broadcast(F, LG2)).fma(z, broadcast(F, LG1)).mul(z);
            var half = f.mul(f).mul(0.5f);
            var y = f.sub(half.sub(s.mul(half.add(r)))).fma(broadcast(F, LOG2E), k);
            y.blend(x, x.compare(LT, Float.POSITIVE_INFINITY).not()).blend(Float.NaN, x.compare(LT, 0f))
                .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    static void log1p(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var x = fromMemorySegment(F, ALL, from + p, ORDER);
            var u = x.add(1f);
            var lost = x.sub(u.sub(1f)).blend(broadcast(F, 1f).sub(u.sub(x)), x.compare(GT, 1f)).div(u);
            var bits = u.reinterpretAsInts().add(ONE - ROOT_HALF);
            var k = bits.lanewise(LSHR, MANTISSA_BITS).add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
            var f = bits.and(MANTISSA).add(ROOT_HALF).reinterpretAsFloats().sub(1f);
            var s = f.div(f.add(2f));
            var z = s.mul(s);
            var r = broadcast(F, LG4).fma(z, broadcast(F, LG3)).fma(z, broadcast(F, LG2)).fma(z, broadcast(F, LG1)).mul(z);
            var half = f.mul(f).mul(0.5f);
            var low = s.fma(half.add(r), k.fma(broadcast(F, LN2_LOW), lost)).sub(half).add(f);
            var y = k.fma(broadcast(F, LN2_HIGH), low).reinterpretAsInts().or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
            y.blend(x, x.compare(LT, Float.POSITIVE_INFINITY).not()).blend(Float.NaN, x.compare(LT, -1f))
                .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, -1f)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }
}
