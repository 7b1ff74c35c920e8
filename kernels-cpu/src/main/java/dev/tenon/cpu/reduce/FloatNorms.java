package dev.tenon.cpu.reduce;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import jdk.incubator.vector.FloatVector;

/** The loops of {@link FloatRows} that norms and their moments are made of. Offsets are in bytes. */
final class FloatNorms {
    private static final int STEP = F.vectorByteSize();

    private FloatNorms() {}

    /** Adds the sums of {@code d = (p - shift) * factor} and of {@code d * d}; a power of two as factor changes no digit of d. */
    static void moments(long p, float shift, float factor, double[] sums, long n) {
        long end = p + n * 4;
        var f = broadcast(F, factor);
        var c = broadcast(F, -shift * factor);
        var a0 = FloatVector.zero(F);
        var a1 = a0;
        var a2 = a0;
        var a3 = a0;
        var b0 = a0;
        var b1 = a0;
        var b2 = a0;
        var b3 = a0;
        for (; p <= end - 4 * STEP; p += 4 * STEP) {
            var d = fromMemorySegment(F, ALL, p, ORDER).fma(f, c);
            a0 = a0.add(d);
            b0 = d.fma(d, b0);
            d = fromMemorySegment(F, ALL, p + STEP, ORDER).fma(f, c);
            a1 = a1.add(d);
            b1 = d.fma(d, b1);
            d = fromMemorySegment(F, ALL, p + 2 * STEP, ORDER).fma(f, c);
            a2 = a2.add(d);
            b2 = d.fma(d, b2);
            d = fromMemorySegment(F, ALL, p + 3 * STEP, ORDER).fma(f, c);
            a3 = a3.add(d);
            b3 = d.fma(d, b3);
        }
        for (; p <= end - STEP; p += STEP) {
            var d = fromMemorySegment(F, ALL, p, ORDER).fma(f, c);
            a0 = a0.add(d);
            b0 = d.fma(d, b0);
        }
        if (p < end) {
            var tail = F.indexInRange(0, (end - p) / 4);
            var d = FloatVector.zero(F).blend(fromMemorySegment(F, ALL, p, ORDER, tail).fma(f, c), tail);
            a1 = a1.add(d);
            b1 = d.fma(d, b1);
        }
        long lanes = Lanes.room();
        a0.add(a1).add(a2.add(a3)).intoMemorySegment(ALL, lanes, ORDER);
        sums[0] += Lanes.sum(lanes);
        b0.add(b1).add(b2.add(b3)).intoMemorySegment(ALL, lanes, ORDER);
        sums[1] += Lanes.sum(lanes);
    }

    static void centred(long p, double centre, double factor, double plus, long to, long n) {
        long bytes = n * 4;
        float high = (float) centre;
        var f = broadcast(F, (float) factor);
        // What of the centre a float does not hold.
        var c = broadcast(F, (float) (plus + (high - centre) * factor));
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            fromMemorySegment(F, ALL, p + i, ORDER).sub(high).fma(f, c).intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = F.indexInRange(i / 4, n);
            fromMemorySegment(F, ALL, p + i, ORDER, tail).sub(high).fma(f, c).intoMemorySegment(ALL, to + i, ORDER, tail);
        }
    }

    static void about(long p, long centres, long scales, long shifts, long to, long n) {
        long bytes = n * 4;
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var d = fromMemorySegment(F, ALL, p + i, ORDER).sub(fromMemorySegment(F, ALL, centres + i, ORDER));
            d.fma(fromMemorySegment(F, ALL, scales + i, ORDER), fromMemorySegment(F, ALL, shifts + i, ORDER))
                .intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = F.indexInRange(i / 4, n);
            var d = fromMemorySegment(F, ALL, p + i, ORDER, tail).sub(fromMemorySegment(F, ALL, centres + i, ORDER, tail));
            d.fma(fromMemorySegment(F, ALL, scales + i, ORDER, tail), fromMemorySegment(F, ALL, shifts + i, ORDER, tail))
                .intoMemorySegment(ALL, to + i, ORDER, tail);
        }
    }

    static void centredBackward(long g, long p, float centre, RowMath.Coefficients factors, long to, long n) {
        long bytes = n * 4;
        var a = broadcast(F, (float) factors.g());
        var b = broadcast(F, (float) factors.centred());
        var c = broadcast(F, (float) factors.plus());
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var slope = fromMemorySegment(F, ALL, p + i, ORDER).sub(centre).fma(b, c);
            fromMemorySegment(F, ALL, g + i, ORDER).fma(a, slope).intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = F.indexInRange(i / 4, n);
            var slope = fromMemorySegment(F, ALL, p + i, ORDER, tail).sub(centre).fma(b, c);
            fromMemorySegment(F, ALL, g + i, ORDER, tail).fma(a, slope).intoMemorySegment(ALL, to + i, ORDER, tail);
        }
    }

    static void normalise(long p, double mean, double rstd, long weight, long bias, long to, long n) {
        long bytes = n * 4;
        float high = (float) mean;
        var scale = broadcast(F, (float) rstd);
        // What of the mean a float does not hold.
        var low = broadcast(F, (float) ((high - mean) * rstd));
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var x = fromMemorySegment(F, ALL, p + i, ORDER).sub(high).fma(scale, low);
            var y = x.fma(fromMemorySegment(F, ALL, weight + i, ORDER), fromMemorySegment(F, ALL, bias + i, ORDER));
            y.intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = F.indexInRange(i / 4, n);
            var x = fromMemorySegment(F, ALL, p + i, ORDER, tail).sub(high).fma(scale, low);
            var y = x.fma(fromMemorySegment(F, ALL, weight + i, ORDER, tail), fromMemorySegment(F, ALL, bias + i, ORDER, tail));
            y.intoMemorySegment(ALL, to + i, ORDER, tail);
        }
    }

    static void sums(long g, long weight, long p, float mean, double[] sums, long n) {
        long bytes = n * 4;
        var sum = FloatVector.zero(F);
        var dot = sum;
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var gw = fromMemorySegment(F, ALL, g + i, ORDER).mul(fromMemorySegment(F, ALL, weight + i, ORDER));
            sum = sum.add(gw);
            dot = gw.fma(fromMemorySegment(F, ALL, p + i, ORDER).sub(mean), dot);
        }
        if (i < bytes) {
            var tail = F.indexInRange(i / 4, n);
            var gw = fromMemorySegment(F, ALL, g + i, ORDER, tail).mul(fromMemorySegment(F, ALL, weight + i, ORDER, tail));
            sum = sum.add(gw);
            dot = dot.blend(gw.fma(fromMemorySegment(F, ALL, p + i, ORDER, tail).sub(mean), dot), tail);
        }
        long lanes = Lanes.room();
        sum.intoMemorySegment(ALL, lanes, ORDER);
        sums[0] = Lanes.sum(lanes);
        dot.intoMemorySegment(ALL, lanes, ORDER);
        sums[1] = Lanes.sum(lanes);
    }

    static void backward(long g, long weight, long p, float mean, RowMath.Coefficients factors, long to, long n) {
        long bytes = n * 4;
        var a = broadcast(F, (float) factors.g());
        var b = broadcast(F, (float) factors.centred());
        var c = broadcast(F, (float) factors.plus());
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var gw = fromMemorySegment(F, ALL, g + i, ORDER).mul(fromMemorySegment(F, ALL, weight + i, ORDER));
            gw.fma(a, fromMemorySegment(F, ALL, p + i, ORDER).sub(mean).fma(b, c)).intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = F.indexInRange(i / 4, n);
            var gw = fromMemorySegment(F, ALL, g + i, ORDER, tail).mul(fromMemorySegment(F, ALL, weight + i, ORDER, tail));
            gw.fma(a, fromMemorySegment(F, ALL, p + i, ORDER, tail).sub(mean).fma(b, c)).intoMemorySegment(ALL, to + i, ORDER, tail);
        }
    }

    static void parameters(long g, long p, float mean, float rstd, long weight, long bias, long n) {
        long bytes = n * 4;
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var x = fromMemorySegment(F, ALL, g + i, ORDER);
            var sum = fromMemorySegment(F, ALL, p + i, ORDER).sub(mean).mul(rstd).fma(x, fromMemorySegment(F, ALL, weight + i, ORDER));
            sum.intoMemorySegment(ALL, weight + i, ORDER);
            fromMemorySegment(F, ALL, bias + i, ORDER).add(x).intoMemorySegment(ALL, bias + i, ORDER);
        }
        if (i < bytes) {
            var tail = F.indexInRange(i / 4, n);
            var x = fromMemorySegment(F, ALL, g + i, ORDER, tail);
            var sum = fromMemorySegment(F, ALL, p + i, ORDER, tail).sub(mean).mul(rstd).fma(x,
                fromMemorySegment(F, ALL, weight + i, ORDER, tail));
            sum.intoMemorySegment(ALL, weight + i, ORDER, tail);
            fromMemorySegment(F, ALL, bias + i, ORDER, tail).add(x).intoMemorySegment(ALL, bias + i, ORDER, tail);
        }
    }
}
