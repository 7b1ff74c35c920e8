package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.D_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.tenon.cpu.engine.UncheckedAccess;

/**
 * Functions of n doubles, from memory to memory, for generated kernels: {@link FloatBlocks} in double precision,
 * to within two units in the last place.
 */
public final class DoubleBlocks {
    /** From 2^52 on, every double is an integer. */
    private static final double ALL_INTEGERS = 4503599627370496.0;
    /** Functions that put something aside take so many elements at a time, so that it stays in the cache. */
    static final long CHUNK = 512;

    private DoubleBlocks() {}

    /** One of the functions here. */
    @FunctionalInterface
    interface Function {
        void run(long from, long to, long n);
    }

    /** One of two arguments. */
    @FunctionalInterface
    interface Function2 {
        void run(long a, long b, long to, long n);
    }

    private static void inChunks(Function function, long from, long to, long n) {
        for (long i = 0; i < n; i += CHUNK) {
            function.run(from + (i << 3), to + (i << 3), Math.min(CHUNK, n - i));
        }
    }

    public static void exp(long from, long to, long n) {
        DoubleExponentials.exp(from, to, n);
    }

    /** 2^x, exact at integers. */
    public static void exp2(long from, long to, long n) {
        DoubleExponentials.exp2(from, to, n);
    }

    public static void sigmoid(long from, long to, long n) {
        DoubleExponentials.sigmoid(from, to, n);
    }

    public static void tanh(long from, long to, long n) {
        DoubleExponentials.tanh(from, to, n);
    }

    public static void erf(long from, long to, long n) {
        inChunks(DoubleErrorFunction::erf, from, to, n);
    }

    public static void erfc(long from, long to, long n) {
        inChunks(DoubleErrorFunction::erfc, from, to, n);
    }

    public static void asinh(long from, long to, long n) {
        inChunks(DoubleLogarithms::asinh, from, to, n);
    }

    public static void acosh(long from, long to, long n) {
        inChunks(DoubleLogarithms::acosh, from, to, n);
    }

    public static void atanh(long from, long to, long n) {
        inChunks(DoubleLogarithms::atanh, from, to, n);
    }

    public static void expm1(long from, long to, long n) {
        DoubleExponentials.expm1(from, to, n);
    }

    public static void sinh(long from, long to, long n) {
        DoubleExponentials.sinh(from, to, n);
    }

    public static void cosh(long from, long to, long n) {
        DoubleExponentials.cosh(from, to, n);
    }

    public static void log(long from, long to, long n) {
        DoubleLogarithms.log(from, to, n);
    }

    public static void log2(long from, long to, long n) {
        DoubleLogarithms.log2(from, to, n);
    }

    public static void log10(long from, long to, long n) {
        DoubleLogarithms.log10(from, to, n);
    }

    public static void log1p(long from, long to, long n) {
        DoubleLogarithms.log1p(from, to, n);
    }

    public static void sin(long from, long to, long n) {
        DoubleAngles.sin(from, to, n);
    }

    public static void cos(long from, long to, long n) {
        DoubleAngles.cos(from, to, n);
    }

    public static void tan(long from, long to, long n) {
        DoubleAngles.tan(from, to, n);
    }

    public static void asin(long from, long to, long n) {
        DoubleArcs.asin(from, to, n);
    }

    public static void acos(long from, long to, long n) {
        DoubleArcs.acos(from, to, n);
    }

    public static void atan(long from, long to, long n) {
        DoubleArcs.atan(from, to, n);
    }

    /** To the nearest integer, ties to even. */
    public static void round(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var nearest = a.add(ALL_INTEGERS).sub(ALL_INTEGERS).reinterpretAsLongs();
            nearest.or(x.reinterpretAsLongs().and(Long.MIN_VALUE)).reinterpretAsDoubles().blend(x, a.compare(GE, ALL_INTEGERS))
                .intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void floor(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
            var nearest = a.add(ALL_INTEGERS).sub(ALL_INTEGERS).reinterpretAsLongs().or(sign).reinterpretAsDoubles();
            nearest.blend(nearest.sub(1), nearest.compare(GT, x)).blend(x, a.compare(GE, ALL_INTEGERS)).intoMemorySegment(ALL, to + p,
                ORDER);
        }
    }

    public static void ceil(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
            var nearest = a.add(ALL_INTEGERS).sub(ALL_INTEGERS).reinterpretAsLongs().or(sign).reinterpretAsDoubles();
            // The sign again: -0.7 becomes -0.
            nearest.blend(nearest.add(1), nearest.compare(LT, x)).reinterpretAsLongs().or(sign).reinterpretAsDoubles()
                .blend(x, a.compare(GE, ALL_INTEGERS)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void trunc(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var nearest = a.add(ALL_INTEGERS).sub(ALL_INTEGERS);
            nearest.blend(nearest.sub(1), nearest.compare(GT, a)).reinterpretAsLongs().or(x.reinterpretAsLongs().and(Long.MIN_VALUE))
                .reinterpretAsDoubles().blend(x, a.compare(GE, ALL_INTEGERS)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void atan2(long y, long x, long to, long n) {
        for (long i = 0; i < n; i += CHUNK) {
            DoubleArcs.atan2(y + (i << 3), x + (i << 3), to + (i << 3), Math.min(CHUNK, n - i));
        }
    }

    /** The usual constant exponents are products. */
    public static void pow(long a, long b, long to, long n) {
        double exponent = UncheckedAccess.f64(b, 0);
        if ((exponent == 2 || exponent == 3) && isConstant(b, n)) {
            for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
                var x = fromMemorySegment(D, ALL, a + p, ORDER);
                var square = x.mul(x);
                (exponent == 2 ? square : square.mul(x)).intoMemorySegment(ALL, to + p, ORDER);
            }
            return;
        }
        DoublePower.pow(a, b, to, n);
    }

    private static boolean isConstant(long p, long n) {
        double first = UncheckedAccess.f64(p, 0);
        for (long i = 1; i < n; i++) {
            if (UncheckedAccess.f64(p, i) != first) {
                return false;
            }
        }
        return true;
    }

    /** The remainder with the sign of {@code a}. */
    public static void fmod(long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f64(to, i, UncheckedAccess.f64(a, i) % UncheckedAccess.f64(b, i));
        }
    }

    /** The remainder with the sign of {@code b}. */
    public static void remainder(long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f64(to, i, ScalarMath.remainder(UncheckedAccess.f64(a, i), UncheckedAccess.f64(b, i)));
        }
    }

    /** The quotient rounded down. */
    public static void floordiv(long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f64(to, i, ScalarMath.floordiv(UncheckedAccess.f64(a, i), UncheckedAccess.f64(b, i)));
        }
    }
}
