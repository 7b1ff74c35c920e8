package dev.tenon.cpu.reduce;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.tenon.cpu.engine.UncheckedAccess;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops over rows of floats by vectors. Reductions keep several vectors of partial sums, which hides the latency of an addition, and
 * fold lanes in a fixed order: {@code reduceLanes} promises none, and may give other bits before and after it is compiled.
 * Loops call nothing but the Vector API: the compiler stops inlining other methods when a loop grows large, and then every vector is an
 * object. Offsets in the loops are in bytes.
 */
public final class FloatRows extends RowMath {
    private static final int L = F.length();
    private static final int STEP = L * 4;
    /** Longer rows are summed in pieces of this size, whose sums are added in double. */
    private static final long PIECE = 4096;

    @Override
    public double at(long p, long i) {
        return UncheckedAccess.f32(p, i);
    }

    @Override
    public void put(long p, long i, double value) {
        UncheckedAccess.f32(p, i, (float) value);
    }

    @Override
    public double max(long p, long n) {
        long end = p + n * 4;
        var a = broadcast(F, Float.NEGATIVE_INFINITY);
        var b = a;
        for (; p <= end - 2 * STEP; p += 2 * STEP) {
            a = a.max(fromMemorySegment(F, ALL, p, ORDER));
            b = b.max(fromMemorySegment(F, ALL, p + STEP, ORDER));
        }
        for (; p <= end - STEP; p += STEP) {
            a = a.max(fromMemorySegment(F, ALL, p, ORDER));
        }
        if (p < end) {
            var tail = F.indexInRange(0, (end - p) / 4);
            b = b.max(b.blend(fromMemorySegment(F, ALL, p, ORDER, tail), tail));
        }
        long lanes = Lanes.room();
        a.max(b).intoMemorySegment(ALL, lanes, ORDER);
        return Lanes.largest(lanes);
    }

    @Override
    boolean isZero(long p, long n) {
        long end = p + n * 4;
        for (; p <= end - 4 * STEP; p += 4 * STEP) {
            var a = fromMemorySegment(F, ALL, p, ORDER).abs().max(fromMemorySegment(F, ALL, p + STEP, ORDER).abs());
            var b = fromMemorySegment(F, ALL, p + 2 * STEP, ORDER).abs().max(fromMemorySegment(F, ALL, p + 3 * STEP, ORDER).abs());
            if (a.max(b).compare(VectorOperators.NE, 0).anyTrue()) {
                return false;
            }
        }
        for (; p < end; p += 4) {
            if (at(p, 0) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public double sum(long p, long n) {
        double sum = 0;
        for (long from = 0; from < n; from += PIECE) {
            sum += sumPiece(p + 4 * from, Math.min(PIECE, n - from));
        }
        return sum;
    }

    private static double sumPiece(long p, long n) {
        long end = p + n * 4;
        var a = FloatVector.zero(F);
        var b = a;
        var c = a;
        var d = a;
        for (; p <= end - 4 * STEP; p += 4 * STEP) {
            a = a.add(fromMemorySegment(F, ALL, p, ORDER));
            b = b.add(fromMemorySegment(F, ALL, p + STEP, ORDER));
            c = c.add(fromMemorySegment(F, ALL, p + 2 * STEP, ORDER));
            d = d.add(fromMemorySegment(F, ALL, p + 3 * STEP, ORDER));
        }
        for (; p <= end - STEP; p += STEP) {
            a = a.add(fromMemorySegment(F, ALL, p, ORDER));
        }
        if (p < end) {
            var tail = F.indexInRange(0, (end - p) / 4);
            b = b.add(fromMemorySegment(F, ALL, p, ORDER, tail));
        }
        long lanes = Lanes.room();
        a.add(b).add(c.add(d)).intoMemorySegment(ALL, lanes, ORDER);
        return Lanes.sum(lanes);
    }

    @Override
    void moments(long p, double shift, double factor, double[] sums, long n) {
        for (long from = 0; from < n; from += PIECE) {
            FloatNorms.moments(p + 4 * from, (float) shift, (float) factor, sums, Math.min(PIECE, n - from));
        }
    }

    @Override
    public double dot(long a, long b, double mean, long n) {
        double sum = 0;
        for (long from = 0; from < n; from += PIECE) {
            sum += dotPiece(a + 4 * from, b + 4 * from, (float) mean, Math.min(PIECE, n - from));
        }
        return sum;
    }

    private static double dotPiece(long x, long y, float mean, long n) {
        long end = x + n * 4;
        var a = FloatVector.zero(F);
        var b = a;
        for (; x <= end - 2 * STEP; x += 2 * STEP, y += 2 * STEP) {
            a = fromMemorySegment(F, ALL, x, ORDER).fma(fromMemorySegment(F, ALL, y, ORDER).sub(mean), a);
            b = fromMemorySegment(F, ALL, x + STEP, ORDER).fma(fromMemorySegment(F, ALL, y + STEP, ORDER).sub(mean), b);
        }
        for (; x <= end - STEP; x += STEP, y += STEP) {
            a = fromMemorySegment(F, ALL, x, ORDER).fma(fromMemorySegment(F, ALL, y, ORDER).sub(mean), a);
        }
        if (x < end) {
            var tail = F.indexInRange(0, (end - x) / 4);
            b = b.blend(fromMemorySegment(F, ALL, x, ORDER, tail).fma(fromMemorySegment(F, ALL, y, ORDER, tail).sub(mean), b), tail);
        }
        long lanes = Lanes.room();
        a.add(b).intoMemorySegment(ALL, lanes, ORDER);
        return Lanes.sum(lanes);
    }

    @Override
    public double exp(long p, double shift, long to, long n) {
        return FloatExp.run(p, (float) shift, to, n);
    }

    @Override
    public void affine(long p, double factor, double plus, long to, long n) {
        long end = p + n * 4;
        var f = broadcast(F, (float) factor);
        var c = broadcast(F, (float) plus);
        for (; p <= end - STEP; p += STEP, to += STEP) {
            fromMemorySegment(F, ALL, p, ORDER).fma(f, c).intoMemorySegment(ALL, to, ORDER);
        }
        if (p < end) {
            var tail = F.indexInRange(0, (end - p) / 4);
            fromMemorySegment(F, ALL, p, ORDER, tail).fma(f, c).intoMemorySegment(ALL, to, ORDER, tail);
        }
    }

    @Override
    public void combine(long a, double fa, long b, double fb, double plus, long to, long n) {
        long end = a + n * 4;
        var x = broadcast(F, (float) fa);
        var y = broadcast(F, (float) fb);
        var c = broadcast(F, (float) plus);
        for (; a <= end - STEP; a += STEP, b += STEP, to += STEP) {
            fromMemorySegment(F, ALL, a, ORDER).fma(x, fromMemorySegment(F, ALL, b, ORDER).fma(y, c)).intoMemorySegment(ALL, to, ORDER);
        }
        if (a < end) {
            var tail = F.indexInRange(0, (end - a) / 4);
            var sum = fromMemorySegment(F, ALL, a, ORDER, tail).fma(x, fromMemorySegment(F, ALL, b, ORDER, tail).fma(y, c));
            sum.intoMemorySegment(ALL, to, ORDER, tail);
        }
    }

    @Override
    public void softmaxBackward(long g, long y, double shift, long to, long n) {
        long end = g + n * 4;
        var s = broadcast(F, (float) shift);
        for (; g <= end - STEP; g += STEP, y += STEP, to += STEP) {
            fromMemorySegment(F, ALL, g, ORDER).sub(s).mul(fromMemorySegment(F, ALL, y, ORDER)).intoMemorySegment(ALL, to, ORDER);
        }
        if (g < end) {
            var tail = F.indexInRange(0, (end - g) / 4);
            var product = fromMemorySegment(F, ALL, g, ORDER, tail).sub(s).mul(fromMemorySegment(F, ALL, y, ORDER, tail));
            product.intoMemorySegment(ALL, to, ORDER, tail);
        }
    }

    @Override
    public void add(long p, long to, long n) {
        long end = p + n * 4;
        for (; p <= end - STEP; p += STEP, to += STEP) {
            fromMemorySegment(F, ALL, to, ORDER).add(fromMemorySegment(F, ALL, p, ORDER)).intoMemorySegment(ALL, to, ORDER);
        }
        if (p < end) {
            var tail = F.indexInRange(0, (end - p) / 4);
            var sum = fromMemorySegment(F, ALL, to, ORDER, tail).add(fromMemorySegment(F, ALL, p, ORDER, tail));
            sum.intoMemorySegment(ALL, to, ORDER, tail);
        }
    }

    @Override
    public void centred(long p, double centre, double factor, double plus, long to, long n) {
        FloatNorms.centred(p, centre, factor, plus, to, n);
    }

    @Override
    public void about(long p, long centres, long scales, long shifts, long to, long n) {
        FloatNorms.about(p, centres, scales, shifts, to, n);
    }

    @Override
    public void centredBackward(long g, long p, double centre, Coefficients factors, long to, long n) {
        FloatNorms.centredBackward(g, p, (float) centre, factors, to, n);
    }

    @Override
    public void normalise(long p, double mean, double rstd, long weight, long bias, long to, long n) {
        FloatNorms.normalise(p, mean, rstd, weight, bias, to, n);
    }

    @Override
    public void normSums(long g, long weight, long p, double mean, double[] sums, long n) {
        FloatNorms.sums(g, weight, p, (float) mean, sums, n);
    }

    @Override
    public void normBackward(long g, long weight, long p, double mean, Coefficients factors, long to, long n) {
        FloatNorms.backward(g, weight, p, (float) mean, factors, to, n);
    }

    @Override
    public void normParameters(long g, long p, double mean, double rstd, long weight, long bias, long n) {
        FloatNorms.parameters(g, p, (float) mean, (float) rstd, weight, bias, n);
    }
}
