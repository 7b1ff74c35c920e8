package dev.tenon.cpu.reduce;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import jdk.incubator.vector.DoubleVector;

/** The loops of {@link DoubleRows} that norms and their moments are made of. Offsets are in bytes. */
final class DoubleNorms {
    private static final int STEP = D.vectorByteSize();

    private DoubleNorms() {}

    /** Adds the sums of {@code d = (p - shift) * factor} and of {@code d * d}; a power of two as factor changes no digit of d. */
    static void moments(long p, double shift, double factor, double[] sums, long n) {
        long end = p + n * 8;
        var f = broadcast(D, factor);
        var c = broadcast(D, -shift * factor);
        var a0 = DoubleVector.zero(D);
        var a1 = a0;
        var a2 = a0;
        var a3 = a0;
        var b0 = a0;
        var b1 = a0;
        var b2 = a0;
        var b3 = a0;
        for (; p <= end - 4 * STEP; p += 4 * STEP) {
            var d = fromMemorySegment(D, ALL, p, ORDER).fma(f, c);
            a0 = a0.add(d);
            b0 = d.fma(d, b0);
            d = fromMemorySegment(D, ALL, p + STEP, ORDER).fma(f, c);
            a1 = a1.add(d);
            b1 = d.fma(d, b1);
            d = fromMemorySegment(D, ALL, p + 2 * STEP, ORDER).fma(f, c);
            a2 = a2.add(d);
            b2 = d.fma(d, b2);
            d = fromMemorySegment(D, ALL, p + 3 * STEP, ORDER).fma(f, c);
            a3 = a3.add(d);
            b3 = d.fma(d, b3);
        }
        for (; p <= end - STEP; p += STEP) {
            var d = fromMemorySegment(D, ALL, p, ORDER).fma(f, c);
            a0 = a0.add(d);
            b0 = d.fma(d, b0);
        }
        if (p < end) {
            var tail = D.indexInRange(0, (end - p) / 8);
            var d = DoubleVector.zero(D).blend(fromMemorySegment(D, ALL, p, ORDER, tail).fma(f, c), tail);
            a1 = a1.add(d);
            b1 = d.fma(d, b1);
        }
        long lanes = Lanes.room();
        a0.add(a1).add(a2.add(a3)).intoMemorySegment(ALL, lanes, ORDER);
        sums[0] += Lanes.sumOfDoubles(lanes);
        b0.add(b1).add(b2.add(b3)).intoMemorySegment(ALL, lanes, ORDER);
        sums[1] += Lanes.sumOfDoubles(lanes);
    }

    static void centred(long p, double centre, double factor, double plus, long to, long n) {
        long bytes = n * 8;
        var f = broadcast(D, factor);
        var c = broadcast(D, plus);
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            fromMemorySegment(D, ALL, p + i, ORDER).sub(centre).fma(f, c).intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = D.indexInRange(i / 8, n);
            fromMemorySegment(D, ALL, p + i, ORDER, tail).sub(centre).fma(f, c).intoMemorySegment(ALL, to + i, ORDER, tail);
        }
    }

    static void about(long p, long centres, long scales, long shifts, long to, long n) {
        long bytes = n * 8;
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var d = fromMemorySegment(D, ALL, p + i, ORDER).sub(fromMemorySegment(D, ALL, centres + i, ORDER));
            d.fma(fromMemorySegment(D, ALL, scales + i, ORDER), fromMemorySegment(D, ALL, shifts + i, ORDER))
                .intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = D.indexInRange(i / 8, n);
            var d = fromMemorySegment(D, ALL, p + i, ORDER, tail).sub(fromMemorySegment(D, ALL, centres + i, ORDER, tail));
            d.fma(fromMemorySegment(D, ALL, scales + i, ORDER, tail), fromMemorySegment(D, ALL, shifts + i, ORDER, tail))
                .intoMemorySegment(ALL, to + i, ORDER, tail);
        }
    }

    static void centredBackward(long g, long p, double centre, RowMath.Coefficients factors, long to, long n) {
        long bytes = n * 8;
        var a = broadcast(D, factors.g());
        var b = broadcast(D, factors.centred());
        var c = broadcast(D, factors.plus());
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var slope = fromMemorySegment(D, ALL, p + i, ORDER).sub(centre).fma(b, c);
            fromMemorySegment(D, ALL, g + i, ORDER).fma(a, slope).intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = D.indexInRange(i / 8, n);
            var slope = fromMemorySegment(D, ALL, p + i, ORDER, tail).sub(centre).fma(b, c);
            fromMemorySegment(D, ALL, g + i, ORDER, tail).fma(a, slope).intoMemorySegment(ALL, to + i, ORDER, tail);
        }
    }

    static void normalise(long p, double mean, double rstd, long weight, long bias, long to, long n) {
        long bytes = n * 8;
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var x = fromMemorySegment(D, ALL, p + i, ORDER).sub(mean).mul(rstd);
            var y = x.fma(fromMemorySegment(D, ALL, weight + i, ORDER), fromMemorySegment(D, ALL, bias + i, ORDER));
            y.intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = D.indexInRange(i / 8, n);
            var x = fromMemorySegment(D, ALL, p + i, ORDER, tail).sub(mean).mul(rstd);
            var y = x.fma(fromMemorySegment(D, ALL, weight + i, ORDER, tail), fromMemorySegment(D, ALL, bias + i, ORDER, tail));
            y.intoMemorySegment(ALL, to + i, ORDER, tail);
        }
    }

    static void sums(long g, long weight, long p, double mean, double[] sums, long n) {
        long bytes = n * 8;
        var sum = DoubleVector.zero(D);
        var dot = sum;
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var gw = fromMemorySegment(D, ALL, g + i, ORDER).mul(fromMemorySegment(D, ALL, weight + i, ORDER));
            sum = sum.add(gw);
            dot = gw.fma(fromMemorySegment(D, ALL, p + i, ORDER).sub(mean), dot);
        }
        if (i < bytes) {
            var tail = D.indexInRange(i / 8, n);
            var gw = fromMemorySegment(D, ALL, g + i, ORDER, tail).mul(fromMemorySegment(D, ALL, weight + i, ORDER, tail));
            sum = sum.add(gw);
            dot = dot.blend(gw.fma(fromMemorySegment(D, ALL, p + i, ORDER, tail).sub(mean), dot), tail);
        }
        long lanes = Lanes.room();
        sum.intoMemorySegment(ALL, lanes, ORDER);
        sums[0] = Lanes.sumOfDoubles(lanes);
        dot.intoMemorySegment(ALL, lanes, ORDER);
        sums[1] = Lanes.sumOfDoubles(lanes);
    }

    static void backward(long g, long weight, long p, double mean, RowMath.Coefficients factors, long to, long n) {
        long bytes = n * 8;
        var a = broadcast(D, factors.g());
        var b = broadcast(D, factors.centred());
        var c = broadcast(D, factors.plus());
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var gw = fromMemorySegment(D, ALL, g + i, ORDER).mul(fromMemorySegment(D, ALL, weight + i, ORDER));
            gw.fma(a, fromMemorySegment(D, ALL, p + i, ORDER).sub(mean).fma(b, c)).intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = D.indexInRange(i / 8, n);
            var gw = fromMemorySegment(D, ALL, g + i, ORDER, tail).mul(fromMemorySegment(D, ALL, weight + i, ORDER, tail));
            gw.fma(a, fromMemorySegment(D, ALL, p + i, ORDER, tail).sub(mean).fma(b, c)).intoMemorySegment(ALL, to + i, ORDER, tail);
        }
    }

    static void parameters(long g, long p, double mean, double rstd, long weight, long bias, long n) {
        long bytes = n * 8;
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var x = fromMemorySegment(D, ALL, g + i, ORDER);
            var sum = fromMemorySegment(D, ALL, p + i, ORDER).sub(mean).mul(rstd).fma(x, fromMemorySegment(D, ALL, weight + i, ORDER));
            sum.intoMemorySegment(ALL, weight + i, ORDER);
            fromMemorySegment(D, ALL, bias + i, ORDER).add(x).intoMemorySegment(ALL, bias + i, ORDER);
        }
        if (i < bytes) {
            var tail = D.indexInRange(i / 8, n);
            var x = fromMemorySegment(D, ALL, g + i, ORDER, tail);
            var sum = fromMemorySegment(D, ALL, p + i, ORDER, tail).sub(mean).mul(rstd).fma(x,
                fromMemorySegment(D, ALL, weight + i, ORDER, tail));
            sum.intoMemorySegment(ALL, weight + i, ORDER, tail);
            fromMemorySegment(D, ALL, bias + i, ORDER, tail).add(x).intoMemorySegment(ALL, bias + i, ORDER, tail);
        }
    }
}
