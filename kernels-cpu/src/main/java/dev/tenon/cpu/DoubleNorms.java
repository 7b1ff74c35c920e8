package dev.tenon.cpu;

import static dev.tenon.cpu.Mem.ALL;
import static dev.tenon.cpu.VectorMath.D;
import static dev.tenon.cpu.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import jdk.incubator.vector.DoubleVector;

/** The loops of {@link DoubleRows} that layer norm is made of. Offsets are in bytes. */
final class DoubleNorms {
    private static final int STEP = D.vectorByteSize();

    private DoubleNorms() {}

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
        sums[0] = DoubleRows.fold(sum);
        sums[1] = DoubleRows.fold(dot);
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
