package dev.tenon.cpu;

import static dev.tenon.cpu.Mem.ALL;
import static dev.tenon.cpu.VectorMath.D;
import static dev.tenon.cpu.VectorMath.D_LANES;
import static dev.tenon.cpu.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.EXP;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LOG;
import static jdk.incubator.vector.VectorOperators.LOG1P;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.POW;
import static jdk.incubator.vector.VectorOperators.TANH;

/**
 * Functions of n doubles, from memory to memory, for generated kernels: {@link FloatBlocks} in double precision,
 * to within two units in the last place.
 */
public final class DoubleBlocks {
    /** From 2^52 on, every double is an integer. */
    private static final double ALL_INTEGERS = 4503599627370496.0;
    private static final double LN2 = 0.6931471805599453;
    /** Beyond this a square may overflow, and a² + 1 is a² long before. */
    private static final double BIG = 1e150;

    private DoubleBlocks() {}

    public static void exp(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            fromMemorySegment(D, ALL, from + p, ORDER).lanewise(EXP).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** 2^x, exact at integers. */
    public static void exp2(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            broadcast(D, 2).lanewise(POW, x).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void sigmoid(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            broadcast(D, 1).div(x.neg().lanewise(EXP).add(1)).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void tanh(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            fromMemorySegment(D, ALL, from + p, ORDER).lanewise(TANH).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void erf(long from, long to, long n) {
        DoubleErrorFunction.erf(from, to, n);
    }

    public static void erfc(long from, long to, long n) {
        DoubleErrorFunction.erfc(from, to, n);
    }

    public static void asinh(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var z = a.mul(a);
            var y = z.div(z.add(1).sqrt().add(1)).add(a).lanewise(LOG1P).blend(a.lanewise(LOG).add(LN2), a.compare(GT, BIG));
            y.reinterpretAsLongs().or(x.reinterpretAsLongs().and(Long.MIN_VALUE)).reinterpretAsDoubles().intoMemorySegment(ALL, to + p,
                ORDER);
        }
    }

    public static void acosh(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var t = x.sub(1);
            t.sqrt().mul(t.add(2).sqrt()).add(t).lanewise(LOG1P).blend(x.lanewise(LOG).add(LN2), x.compare(GT, BIG))
                .intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    public static void atanh(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var y = a.add(a).div(broadcast(D, 1).sub(a)).lanewise(LOG1P).mul(0.5);
            y.reinterpretAsLongs().or(x.reinterpretAsLongs().and(Long.MIN_VALUE)).reinterpretAsDoubles().intoMemorySegment(ALL, to + p,
                ORDER);
        }
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

    /** The usual constant exponents are products. */
    public static void pow(long a, long b, long to, long n) {
        double exponent = Mem.f64(b, 0);
        if ((exponent == 2 || exponent == 3) && isConstant(b, n)) {
            for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
                var x = fromMemorySegment(D, ALL, a + p, ORDER);
                var square = x.mul(x);
                (exponent == 2 ? square : square.mul(x)).intoMemorySegment(ALL, to + p, ORDER);
            }
            return;
        }
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, a + p, ORDER);
            var y = fromMemorySegment(D, ALL, b + p, ORDER);
            // C's pow is 1 in these cases, Java's is NaN.
            var one = x.eq(1).or(x.eq(-1).and(y.lanewise(ABS).eq(Double.POSITIVE_INFINITY)));
            x.lanewise(POW, y).blend(1, one).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    private static boolean isConstant(long p, long n) {
        double first = Mem.f64(p, 0);
        for (long i = 1; i < n; i++) {
            if (Mem.f64(p, i) != first) {
                return false;
            }
        }
        return true;
    }

    /** The remainder with the sign of {@code a}. */
    public static void fmod(long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            Mem.f64(to, i, Mem.f64(a, i) % Mem.f64(b, i));
        }
    }

    /** The remainder with the sign of {@code b}. */
    public static void remainder(long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            Mem.f64(to, i, ScalarMath.remainder(Mem.f64(a, i), Mem.f64(b, i)));
        }
    }

    /** The quotient rounded down. */
    public static void floordiv(long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            Mem.f64(to, i, ScalarMath.floordiv(Mem.f64(a, i), Mem.f64(b, i)));
        }
    }

    // What follows has no form on vectors: one element after the other.

    public static void erfinv(long from, long to, long n) {
        Elementwise.f64(InverseErrorFunction::erfinv, from, to, n);
    }

    public static void lgamma(long from, long to, long n) {
        Elementwise.f64(GammaFunctions::lgamma, from, to, n);
    }

    public static void digamma(long from, long to, long n) {
        Elementwise.f64(GammaFunctions::digamma, from, to, n);
    }

    public static void polygamma(long a, long b, long to, long n) {
        Elementwise.f64(GammaFunctions::polygamma, a, b, to, n);
    }

    public static void hypot(long a, long b, long to, long n) {
        Elementwise.f64(Math::hypot, a, b, to, n);
    }
}
