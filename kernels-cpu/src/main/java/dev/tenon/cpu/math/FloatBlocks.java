package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.F_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;

/**
 * Functions of n floats, from memory to memory, for generated kernels; n is a multiple of the lanes and the two may be the same memory.
 * These loops are written out in operations of the Vector API alone: the compiler stops inlining other methods
 * after some forty vector operations, and a vector passed to a method that is not inlined becomes an object.
 */
public final class FloatBlocks {
    private static final float LOG2E = 1.442695f;
    // ln 2 in two parts: n times the first is exact.
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /** Adding 1.5 · 2^23 leaves the nearest integer in the low bits of the sum. */
    private static final float ROUNDER = 12582912f;
    private static final int ROUNDER_BITS = 0x4B400000;
    private static final int BIAS = 127;
    private static final int MANTISSA_BITS = 23;
    private static final float EXP_OVERFLOW = 88.722839f;
    /** Below this e^x - 1 is x. */
    private static final float EXPM1_SMALL = 0x1p-25f;
    private static final float EXP_UNDERFLOW = -103.972084f;
    /** From 2^23 on, every float is an integer. */
    private static final float ALL_INTEGERS = 8388608f;
    /** Up to here {@link #tanh} is a polynomial, because 1 - 2 / (e^2x + 1) would cancel. */
    private static final float TANH_SMALL = 0.625f;
    /** From here on the error function is 1 in float. */
    private static final float ERF_END = 4f;

    private FloatBlocks() {}

    /** e^x = 2^n · e^r with |r| at most ln 2 / 2; the polynomial is Cephes's. At most 1 unit in the last place. */
    public static void exp(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var x = fromMemorySegment(F, ALL, from + p, ORDER);
            var shifted = x.fma(broadcast(F, LOG2E), broadcast(F, ROUNDER));
            var whole = shifted.sub(ROUNDER);
            var r = whole.fma(broadcast(F, -LN2_LOW), whole.fma(broadcast(F, -LN2_HIGH), x));
            var y = broadcast(F, 1.9875691500e-4f).fma(r, broadcast(F, 1.3981999507e-3f)).fma(r, broadcast(F, 8.3334519073e-3f))
                .fma(r, broadcast(F, 4.1665795894e-2f)).fma(r, broadcast(F, 1.6666665459e-1f)).fma(r, broadcast(F, 5.0000001201e-1f))
                .fma(r.mul(r), r).add(1f);
            // Two factors, so that subnormal results and the largest ones come out right.
            var power = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
            var half = power.lanewise(ASHR, 1);
            var first = half.add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats();
            var second = power.sub(half).add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats();
            y.mul(first).mul(second).blend(Float.POSITIVE_INFINITY, x.compare(GT, EXP_OVERFLOW)).blend(0f, x.compare(LT, EXP_UNDERFLOW))
                .intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** 2^x, exact at integers. */
    public static void exp2(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var x = fromMemorySegment(F, ALL, from + p, ORDER);
            var shifted = x.add(ROUNDER);
            var r = x.sub(shifted.sub(ROUNDER));
            var y = broadcast(F, 1.535336188319500e-4f).fma(r, broadcast(F, 1.339887440266574e-3f))
                .fma(r, broadcast(F, 9.618437357674640e-3f))
                .fma(r, broadcast(F, 5.550332471162809e-2f)).fma(r, broadcast(F, 2.402264791363012e-1f))
                .fma(r, broadcast(F, 6.931472028550421e-1f))
                .fma(r, broadcast(F, 1f));
            var power = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
            var half = power.lanewise(ASHR, 1);
            var first = half.add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats();
            var second = power.sub(half).add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats();
            y.mul(first).mul(second).blend(Float.POSITIVE_INFINITY, x.compare(GE, 128f)).blend(0f, x.compare(LT, -150f))
                .intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void sigmoid(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            fromMemorySegment(F, ALL, from + p, ORDER).neg().intoMemorySegment(ALL, to + p, ORDER);
        }
        exp(to, to, n);
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            broadcast(F, 1f).div(fromMemorySegment(F, ALL, to + p, ORDER).add(1f)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** {@code 2 (2^(k-1) p + 2^(k-1) - 1/2)} with {@code p = e^r - 1} by its Taylor polynomial. */
    public static void expm1(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var given = fromMemorySegment(F, ALL, from + p, ORDER);
            var x = given.blend(-30f, given.compare(LT, -30f));
            var shifted = x.fma(broadcast(F, LOG2E), broadcast(F, ROUNDER));
            var whole = shifted.sub(ROUNDER);
            var r = whole.fma(broadcast(F, -LN2_LOW), whole.fma(broadcast(F, -LN2_HIGH), x));
            var q = broadcast(F, 1 / 40320f).fma(r, broadcast(F, 1 / 5040f)).fma(r, broadcast(F, 1 / 720f)).fma(r, broadcast(F, 1 / 120f))
                .fma(r, broadcast(F, 1 / 24f)).fma(r, broadcast(F, 1 / 6f)).fma(r, broadcast(F, 0.5f));
            var scale = shifted.reinterpretAsInts().sub(ROUNDER_BITS - BIAS + 1).lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats();
            var y = q.fma(r.mul(r), r).fma(scale, scale.sub(0.5f));
            y.add(y).blend(Float.POSITIVE_INFINITY, x.compare(GT, EXP_OVERFLOW)).blend(x, x.lanewise(ABS).compare(LT, EXPM1_SMALL))
                .intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void log(long from, long to, long n) {
        FloatLogarithms.log(from, to, n);
    }

    public static void log2(long from, long to, long n) {
        FloatLogarithms.log2(from, to, n);
    }

    public static void log1p(long from, long to, long n) {
        FloatLogarithms.log1p(from, to, n);
    }

    public static void sin(long from, long to, long n) {
        FloatAngles.sin(from, to, n);
    }

    public static void cos(long from, long to, long n) {
        FloatAngles.cos(from, to, n);
    }

    /** By e^2x, and by Cephes's polynomial near zero; at most 1.5 units in the last place. */
    public static void tanh(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var x = fromMemorySegment(F, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            // From 10 on the result is 1, and e^20 is far from overflow.
            var twice = a.add(a).blend(20f, a.compare(GT, 10f));
            var shifted = twice.fma(broadcast(F, LOG2E), broadcast(F, ROUNDER));
            var whole = shifted.sub(ROUNDER);
            var r = whole.fma(broadcast(F, -LN2_LOW), whole.fma(broadcast(F, -LN2_HIGH), twice));
            var e = broadcast(F, 1.9875691500e-4f).fma(r, broadcast(F, 1.3981999507e-3f)).fma(r, broadcast(F, 8.3334519073e-3f))
                .fma(r, broadcast(F, 4.1665795894e-2f)).fma(r, broadcast(F, 1.6666665459e-1f)).fma(r, broadcast(F, 5.0000001201e-1f))
                .fma(r.mul(r), r).add(1f);
            var power = shifted.reinterpretAsInts().sub(ROUNDER_BITS).add(BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats();
            var large = broadcast(F, 1f).sub(broadcast(F, 2f).div(e.fma(power, broadcast(F, 1f))));
            var z = x.mul(x);
            var small = broadcast(F, -5.70498872745e-3f).fma(z, broadcast(F, 2.06390887954e-2f)).fma(z, broadcast(F, -5.37397155531e-2f))
                .fma(z, broadcast(F, 1.33314422036e-1f)).fma(z, broadcast(F, -3.33332819422e-1f)).mul(z).fma(x, x);
            var sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
            large.reinterpretAsInts().or(sign).reinterpretAsFloats().blend(small, a.compare(LT, TANH_SMALL)).intoMemorySegment(ALL, to + p,
                ORDER);
        }
    }

    /** A rational function fitted to erf(x) / x for |x| up to 4; its error is 3e-7 of the result at most. */
    public static void erf(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var given = fromMemorySegment(F, ALL, from + p, ORDER);
            var x = given.blend(ERF_END, given.compare(GT, ERF_END)).blend(-ERF_END, given.compare(LT, -ERF_END));
            var z = x.mul(x);
            var numerator = broadcast(F, 1.9867648e-6f).fma(z, broadcast(F, 2.8456637e-4f)).fma(z, broadcast(F, 3.8833951e-3f))
                .fma(z, broadcast(F, 5.3101905e-2f)).fma(z, broadcast(F, 1.9354635e-1f)).fma(z, broadcast(F, 1.1283791f));
            var denominator = broadcast(F, 3.7420017e-5f).fma(z, broadcast(F, 1.1855821e-3f)).fma(z, broadcast(F, 1.5207356e-2f))
                .fma(z, broadcast(F, 1.1535053e-1f)).fma(z, broadcast(F, 5.0485855e-1f)).fma(z, broadcast(F, 1f));
            var y = x.mul(numerator).div(denominator);
            y.blend(1f, y.compare(GT, 1f)).blend(-1f, y.compare(LT, -1f)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** To the nearest integer, ties to even. */
    public static void round(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var x = fromMemorySegment(F, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var nearest = a.add(ALL_INTEGERS).sub(ALL_INTEGERS).reinterpretAsInts();
            nearest.or(x.reinterpretAsInts().and(Integer.MIN_VALUE)).reinterpretAsFloats().blend(x, a.compare(GE, ALL_INTEGERS))
                .intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void floor(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var x = fromMemorySegment(F, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
            var nearest = a.add(ALL_INTEGERS).sub(ALL_INTEGERS).reinterpretAsInts().or(sign).reinterpretAsFloats();
            nearest.blend(nearest.sub(1f), nearest.compare(GT, x)).blend(x, a.compare(GE, ALL_INTEGERS)).intoMemorySegment(ALL, to + p,
                ORDER);
        }
    }

    public static void ceil(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var x = fromMemorySegment(F, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
            var nearest = a.add(ALL_INTEGERS).sub(ALL_INTEGERS).reinterpretAsInts().or(sign).reinterpretAsFloats();
            // The sign again: -0.7 becomes -0.
            nearest.blend(nearest.add(1f), nearest.compare(LT, x)).reinterpretAsInts().or(sign).reinterpretAsFloats()
                .blend(x, a.compare(GE, ALL_INTEGERS)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void trunc(long from, long to, long n) {
        for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
            var x = fromMemorySegment(F, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var nearest = a.add(ALL_INTEGERS).sub(ALL_INTEGERS);
            nearest.blend(nearest.sub(1f), nearest.compare(GT, a)).reinterpretAsInts().or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats().blend(x, a.compare(GE, ALL_INTEGERS)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    // What follows is rare in float, and computed in double.

    public static void erfc(long from, long to, long n) {
        inDouble(DoubleBlocks::erfc, from, to, n);
    }

    public static void asinh(long from, long to, long n) {
        inDouble(DoubleBlocks::asinh, from, to, n);
    }

    public static void acosh(long from, long to, long n) {
        inDouble(DoubleBlocks::acosh, from, to, n);
    }

    public static void atanh(long from, long to, long n) {
        inDouble(DoubleBlocks::atanh, from, to, n);
    }

    public static void log10(long from, long to, long n) {
        inDouble(DoubleBlocks::log10, from, to, n);
    }

    public static void tan(long from, long to, long n) {
        inDouble(DoubleBlocks::tan, from, to, n);
    }

    public static void asin(long from, long to, long n) {
        inDouble(DoubleBlocks::asin, from, to, n);
    }

    public static void acos(long from, long to, long n) {
        inDouble(DoubleBlocks::acos, from, to, n);
    }

    public static void atan(long from, long to, long n) {
        inDouble(DoubleBlocks::atan, from, to, n);
    }

    public static void sinh(long from, long to, long n) {
        inDouble(DoubleBlocks::sinh, from, to, n);
    }

    public static void cosh(long from, long to, long n) {
        inDouble(DoubleBlocks::cosh, from, to, n);
    }

    public static void atan2(long y, long x, long to, long n) {
        inDouble(DoubleBlocks::atan2, y, x, to, n);
    }

    /** The usual constant exponents are products. */
    public static void pow(long a, long b, long to, long n) {
        float exponent = UncheckedAccess.f32(b, 0);
        if ((exponent == 2 || exponent == 3) && isConstant(b, n)) {
            for (long p = 0, end = n << 2; p < end; p += F_LANES << 2) {
                var x = fromMemorySegment(F, ALL, a + p, ORDER);
                var square = x.mul(x);
                (exponent == 2 ? square : square.mul(x)).intoMemorySegment(ALL, to + p, ORDER);
            }
            return;
        }
        inDouble(DoubleBlocks::pow, a, b, to, n);
    }

    private static boolean isConstant(long p, long n) {
        float first = UncheckedAccess.f32(p, 0);
        for (long i = 1; i < n; i++) {
            if (UncheckedAccess.f32(p, i) != first) {
                return false;
            }
        }
        return true;
    }

    /** The remainder with the sign of {@code a}. */
    public static void fmod(long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f32(to, i, UncheckedAccess.f32(a, i) % UncheckedAccess.f32(b, i));
        }
    }

    /** The remainder with the sign of {@code b}. */
    public static void remainder(long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f32(to, i, (float) ScalarMath.remainder(UncheckedAccess.f32(a, i), UncheckedAccess.f32(b, i)));
        }
    }

    /** The quotient rounded down. */
    public static void floordiv(long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f32(to, i, (float) ScalarMath.floordiv(UncheckedAccess.f32(a, i), UncheckedAccess.f32(b, i)));
        }
    }

    private static void inDouble(DoubleBlocks.Function function, long from, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long wide = scratch.take(DoubleBlocks.CHUNK * Double.BYTES);
        for (long i = 0; i < n; i += DoubleBlocks.CHUNK) {
            long count = Math.min(DoubleBlocks.CHUNK, n - i);
            Convert.load(DType.FLOAT32, from + (i << 2), 1, count, Lane.F64, wide);
            function.run(wide, wide, count);
            Convert.store(Lane.F64, wide, count, DType.FLOAT32, to + (i << 2), 1);
        }
        scratch.release(mark);
    }

    private static void inDouble(DoubleBlocks.Function2 function, long a, long b, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long wide = scratch.take(DoubleBlocks.CHUNK * Double.BYTES);
        long second = scratch.take(DoubleBlocks.CHUNK * Double.BYTES);
        for (long i = 0; i < n; i += DoubleBlocks.CHUNK) {
            long count = Math.min(DoubleBlocks.CHUNK, n - i);
            Convert.load(DType.FLOAT32, a + (i << 2), 1, count, Lane.F64, wide);
            Convert.load(DType.FLOAT32, b + (i << 2), 1, count, Lane.F64, second);
            function.run(wide, second, wide, count);
            Convert.store(Lane.F64, wide, count, DType.FLOAT32, to + (i << 2), 1);
        }
        scratch.release(mark);
    }
}
