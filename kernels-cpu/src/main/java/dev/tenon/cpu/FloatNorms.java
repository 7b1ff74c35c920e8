package dev.tenon.cpu;

import static dev.tenon.cpu.Mem.ALL;
import static dev.tenon.cpu.VectorMath.F;
import static dev.tenon.cpu.VectorMath.ORDER;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import jdk.incubator.vector.FloatVector;

/** The loops of {@link FloatRows} that layer norm is made of. Offsets are in bytes. */
final class FloatNorms {
    private static final int STEP = F.vectorByteSize();

    private FloatNorms() {}

    static void normalise(long p, float mean, float rstd, long weight, long bias, long to, long n) {
        long bytes = n * 4;
        long i = 0;
        for (; i <= bytes - STEP; i += STEP) {
            var x = fromMemorySegment(F, ALL, p + i, ORDER).sub(mean).mul(rstd);
            var y = x.fma(fromMemorySegment(F, ALL, weight + i, ORDER), fromMemorySegment(F, ALL, bias + i, ORDER));
            y.intoMemorySegment(ALL, to + i, ORDER);
        }
        if (i < bytes) {
            var tail = F.indexInRange(i / 4, n);
            var x = fromMemorySegment(F, ALL, p + i, ORDER, tail).sub(mean).mul(rstd);
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
        sums[0] = FloatRows.fold(sum);
        sums[1] = FloatRows.fold(dot);
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
