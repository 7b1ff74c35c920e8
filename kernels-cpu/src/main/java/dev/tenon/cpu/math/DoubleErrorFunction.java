package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.D_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.tenon.cpu.engine.Scratch;

/** {@link ErrorFunction} by vectors: each interval is computed for the whole block, and every element takes its own interval's value. */
final class DoubleErrorFunction {
    /** From here on erf is 1 in double precision. */
    private static final double ERF_END = 6;
    private static final long LEADING_HALF = 0xFFFFFFFF00000000L;

    private DoubleErrorFunction() {}

    static void erf(long from, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long bytes = n * Double.BYTES;
        long small = scratch.take(bytes);
        long middle = scratch.take(bytes);
        long tail = scratch.take(bytes);
        smallRatio(from, small, n);
        middleRatio(from, middle, n);
        tail(from, tail, n);
        for (long p = 0; p < bytes; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var y = broadcast(D, 1).sub(fromMemorySegment(D, ALL, tail + p, ORDER)).blend(1, a.compare(GE, ERF_END));
            y = y.blend(fromMemorySegment(D, ALL, middle + p, ORDER).add(ErrorFunction.NEAR_ONE), a.compare(LT, ErrorFunction.MIDDLE));
            y = y.blend(a.add(a.mul(fromMemorySegment(D, ALL, small + p, ORDER))), a.compare(LT, ErrorFunction.SMALL));
            var sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
            y.reinterpretAsLongs().or(sign).reinterpretAsDoubles().intoMemorySegment(ALL, to + p, ORDER);
        }
        scratch.release(mark);
    }

    static void erfc(long from, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long bytes = n * Double.BYTES;
        long small = scratch.take(bytes);
        long middle = scratch.take(bytes);
        long tail = scratch.take(bytes);
        smallRatio(from, small, n);
        middleRatio(from, middle, n);
        tail(from, tail, n);
        for (long p = 0; p < bytes; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var y = fromMemorySegment(D, ALL, tail + p, ORDER).blend(0, a.compare(GE, ErrorFunction.END));
            y = y.blend(broadcast(D, 1 - ErrorFunction.NEAR_ONE).sub(fromMemorySegment(D, ALL, middle + p, ORDER)),
                a.compare(LT, ErrorFunction.MIDDLE));
            y = y.blend(broadcast(D, 2).sub(y), x.compare(LT, 0));
            var xy = x.mul(fromMemorySegment(D, ALL, small + p, ORDER));
            var near = broadcast(D, 0.5).sub(x.sub(0.5).add(xy)).blend(broadcast(D, 1).sub(x.add(xy)), x.compare(LT, 0.25));
            y.blend(near, a.compare(LT, ErrorFunction.SMALL)).intoMemorySegment(ALL, to + p, ORDER);
        }
        scratch.release(mark);
    }

    private static void smallRatio(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            x.mul(x).intoMemorySegment(ALL, to + p, ORDER);
        }
        ratio(ErrorFunction.P_SMALL, ErrorFunction.Q_SMALL, to, to, n);
    }

    private static void middleRatio(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            fromMemorySegment(D, ALL, from + p, ORDER).lanewise(ABS).sub(1).intoMemorySegment(ALL, to + p, ORDER);
        }
        ratio(ErrorFunction.P_MIDDLE, ErrorFunction.Q_MIDDLE, to, to, n);
    }

    /** erfc from 1.25 on; the exponent's square is taken of a's leading half, which makes it exact. */
    private static void tail(long from, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long large = scratch.take(n * Double.BYTES);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            broadcast(D, 1).div(x.mul(x)).intoMemorySegment(ALL, to + p, ORDER);
        }
        ratio(ErrorFunction.R_LARGE, ErrorFunction.S_LARGE, to, large, n);
        ratio(ErrorFunction.R_HUGE, ErrorFunction.S_HUGE, to, to, n);
        long lead = scratch.take(n * Double.BYTES);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var a = fromMemorySegment(D, ALL, from + p, ORDER).lanewise(ABS);
            var r = fromMemorySegment(D, ALL, to + p, ORDER)
                .blend(fromMemorySegment(D, ALL, large + p, ORDER), a.compare(LT, ErrorFunction.LARGE));
            var z = a.reinterpretAsLongs().and(LEADING_HALF).reinterpretAsDoubles();
            z.mul(z).neg().sub(0.5625).intoMemorySegment(ALL, lead + p, ORDER);
            z.sub(a).mul(z.add(a)).add(r).intoMemorySegment(ALL, to + p, ORDER);
        }
        DoubleExponentials.exp(lead, lead, n);
        DoubleExponentials.exp(to, to, n);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var a = fromMemorySegment(D, ALL, from + p, ORDER).lanewise(ABS);
            fromMemorySegment(D, ALL, lead + p, ORDER).mul(fromMemorySegment(D, ALL, to + p, ORDER)).div(a)
                .intoMemorySegment(ALL, to + p, ORDER);
        }
        scratch.release(mark);
    }

    private static void ratio(double[] numerator, double[] denominator, long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var above = broadcast(D, numerator[numerator.length - 1]);
            for (int i = numerator.length - 2; i >= 0; i--) {
                above = above.fma(x, broadcast(D, numerator[i]));
            }
            var below = broadcast(D, denominator[denominator.length - 1]);
            for (int i = denominator.length - 2; i >= 0; i--) {
                below = below.fma(x, broadcast(D, denominator[i]));
            }
            above.div(below).intoMemorySegment(ALL, to + p, ORDER);
        }
    }
}
