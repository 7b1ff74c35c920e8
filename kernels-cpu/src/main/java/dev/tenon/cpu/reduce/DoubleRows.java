package dev.tenon.cpu.reduce;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.DoubleBlocks;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops over rows of doubles by vectors. Reductions keep several vectors of partial sums, which hides the latency of an addition, and
 * fold lanes in a fixed order: {@code reduceLanes} promises none, and may give other bits before and after it is compiled.
 * Loops call nothing but the Vector API: the compiler stops inlining other methods when a loop grows large, and then every vector is an
 * object. Offsets in the loops are in bytes.
 */
final class DoubleRows extends RowMath {
    private static final int L = D.length();
    private static final int STEP = L * 8;
    /** Longer rows are summed in pieces of this size, whose sums are added in double. */
    private static final long PIECE = 4096;

    @Override
    public double at(long p, long i) {
        return UncheckedAccess.f64(p, i);
    }

    @Override
    public void put(long p, long i, double value) {
        UncheckedAccess.f64(p, i, value);
    }

    @Override
    public double max(long p, long n) {
        long end = p + n * 8;
        var a = broadcast(D, Double.NEGATIVE_INFINITY);
        var b = a;
        for (; p <= end - 2 * STEP; p += 2 * STEP) {
            a = a.max(fromMemorySegment(D, ALL, p, ORDER));
            b = b.max(fromMemorySegment(D, ALL, p + STEP, ORDER));
        }
        for (; p <= end - STEP; p += STEP) {
            a = a.max(fromMemorySegment(D, ALL, p, ORDER));
        }
        if (p < end) {
            var tail = D.indexInRange(0, (end - p) / 8);
            b = b.max(b.blend(fromMemorySegment(D, ALL, p, ORDER, tail), tail));
        }
        long lanes = Lanes.room();
        a.max(b).intoMemorySegment(ALL, lanes, ORDER);
        return Lanes.largestOfDoubles(lanes);
    }

    @Override
    boolean isZero(long p, long n) {
        long end = p + n * 8;
        for (; p <= end - 4 * STEP; p += 4 * STEP) {
            var a = fromMemorySegment(D, ALL, p, ORDER).abs().max(fromMemorySegment(D, ALL, p + STEP, ORDER).abs());
            var b = fromMemorySegment(D, ALL, p + 2 * STEP, ORDER).abs().max(fromMemorySegment(D, ALL, p + 3 * STEP, ORDER).abs());
            if (a.max(b).compare(VectorOperators.NE, 0).anyTrue()) {
                return false;
            }
        }
        for (; p < end; p += 8) {
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
            sum += sumPiece(p + 8 * from, Math.min(PIECE, n - from));
        }
        return sum;
    }

    private static double sumPiece(long p, long n) {
        long end = p + n * 8;
        var a = DoubleVector.zero(D);
        var b = a;
        var c = a;
        var d = a;
        for (; p <= end - 4 * STEP; p += 4 * STEP) {
            a = a.add(fromMemorySegment(D, ALL, p, ORDER));
            b = b.add(fromMemorySegment(D, ALL, p + STEP, ORDER));
            c = c.add(fromMemorySegment(D, ALL, p + 2 * STEP, ORDER));
            d = d.add(fromMemorySegment(D, ALL, p + 3 * STEP, ORDER));
        }
        for (; p <= end - STEP; p += STEP) {
            a = a.add(fromMemorySegment(D, ALL, p, ORDER));
        }
        if (p < end) {
            var tail = D.indexInRange(0, (end - p) / 8);
            b = b.add(fromMemorySegment(D, ALL, p, ORDER, tail));
        }
        long lanes = Lanes.room();
        a.add(b).add(c.add(d)).intoMemorySegment(ALL, lanes, ORDER);
        return Lanes.sumOfDoubles(lanes);
    }

    @Override
    void moments(long p, double shift, double factor, double[] sums, long n) {
        for (long from = 0; from < n; from += PIECE) {
            DoubleNorms.moments(p + 8 * from, shift, factor, sums, Math.min(PIECE, n - from));
        }
    }

    @Override
    public double dot(long a, long b, double mean, long n) {
        double sum = 0;
        for (long from = 0; from < n; from += PIECE) {
            sum += dotPiece(a + 8 * from, b + 8 * from, mean, Math.min(PIECE, n - from));
        }
        return sum;
    }

    private static double dotPiece(long x, long y, double mean, long n) {
        long end = x + n * 8;
        var a = DoubleVector.zero(D);
        var b = a;
        for (; x <= end - 2 * STEP; x += 2 * STEP, y += 2 * STEP) {
            a = fromMemorySegment(D, ALL, x, ORDER).fma(fromMemorySegment(D, ALL, y, ORDER).sub(mean), a);
            b = fromMemorySegment(D, ALL, x + STEP, ORDER).fma(fromMemorySegment(D, ALL, y + STEP, ORDER).sub(mean), b);
        }
        for (; x <= end - STEP; x += STEP, y += STEP) {
            a = fromMemorySegment(D, ALL, x, ORDER).fma(fromMemorySegment(D, ALL, y, ORDER).sub(mean), a);
        }
        if (x < end) {
            var tail = D.indexInRange(0, (end - x) / 8);
            b = b.blend(fromMemorySegment(D, ALL, x, ORDER, tail).fma(fromMemorySegment(D, ALL, y, ORDER, tail).sub(mean), b), tail);
        }
        long lanes = Lanes.room();
        a.add(b).intoMemorySegment(ALL, lanes, ORDER);
        return Lanes.sumOfDoubles(lanes);
    }

    @Override
    public double exp(long p, double shift, long to, long n) {
        long whole = n - n % L;
        affine(p, 1, -shift, to, n);
        DoubleBlocks.exp(to, to, whole);
        if (whole < n) {
            expTail(to + 8 * whole, n - whole);
        }
        return sum(to, n);
    }

    /** Less than a vector, by way of a whole one. */
    private static void expTail(long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            long vector = scratch.take(STEP);
            DoubleVector.zero(D).intoMemorySegment(ALL, vector, ORDER);
            UncheckedAccess.copy(to, vector, 8 * n);
            DoubleBlocks.exp(vector, vector, L);
            UncheckedAccess.copy(vector, to, 8 * n);
        } finally {
            scratch.release(mark);
        }
    }

    @Override
    public void affine(long p, double factor, double plus, long to, long n) {
        long end = p + n * 8;
        var f = broadcast(D, factor);
        var c = broadcast(D, plus);
        for (; p <= end - STEP; p += STEP, to += STEP) {
            fromMemorySegment(D, ALL, p, ORDER).fma(f, c).intoMemorySegment(ALL, to, ORDER);
        }
        if (p < end) {
            var tail = D.indexInRange(0, (end - p) / 8);
            fromMemorySegment(D, ALL, p, ORDER, tail).fma(f, c).intoMemorySegment(ALL, to, ORDER, tail);
        }
    }

    @Override
    public void combine(long a, double fa, long b, double fb, double plus, long to, long n) {
        long end = a + n * 8;
        var x = broadcast(D, fa);
        var y = broadcast(D, fb);
        var c = broadcast(D, plus);
        for (; a <= end - STEP; a += STEP, b += STEP, to += STEP) {
            fromMemorySegment(D, ALL, a, ORDER).fma(x, fromMemorySegment(D, ALL, b, ORDER).fma(y, c)).intoMemorySegment(ALL, to, ORDER);
        }
        if (a < end) {
            var tail = D.indexInRange(0, (end - a) / 8);
            var sum = fromMemorySegment(D, ALL, a, ORDER, tail).fma(x, fromMemorySegment(D, ALL, b, ORDER, tail).fma(y, c));
            sum.intoMemorySegment(ALL, to, ORDER, tail);
        }
    }

    @Override
    public void softmaxBackward(long g, long y, double shift, long to, long n) {
        long end = g + n * 8;
        var s = broadcast(D, shift);
        for (; g <= end - STEP; g += STEP, y += STEP, to += STEP) {
            fromMemorySegment(D, ALL, g, ORDER).sub(s).mul(fromMemorySegment(D, ALL, y, ORDER)).intoMemorySegment(ALL, to, ORDER);
        }
        if (g < end) {
            var tail = D.indexInRange(0, (end - g) / 8);
            var product = fromMemorySegment(D, ALL, g, ORDER, tail).sub(s).mul(fromMemorySegment(D, ALL, y, ORDER, tail));
            product.intoMemorySegment(ALL, to, ORDER, tail);
        }
    }

    @Override
    public void add(long p, long to, long n) {
        long end = p + n * 8;
        for (; p <= end - STEP; p += STEP, to += STEP) {
            fromMemorySegment(D, ALL, to, ORDER).add(fromMemorySegment(D, ALL, p, ORDER)).intoMemorySegment(ALL, to, ORDER);
        }
        if (p < end) {
            var tail = D.indexInRange(0, (end - p) / 8);
            var sum = fromMemorySegment(D, ALL, to, ORDER, tail).add(fromMemorySegment(D, ALL, p, ORDER, tail));
            sum.intoMemorySegment(ALL, to, ORDER, tail);
        }
    }

    @Override
    public void centred(long p, double centre, double factor, double plus, long to, long n) {
        DoubleNorms.centred(p, centre, factor, plus, to, n);
    }

    @Override
    public void about(long p, long centres, long scales, long shifts, long to, long n) {
        DoubleNorms.about(p, centres, scales, shifts, to, n);
    }

    @Override
    public void centredBackward(long g, long p, double centre, Coefficients factors, long to, long n) {
        DoubleNorms.centredBackward(g, p, centre, factors, to, n);
    }

    @Override
    public void normalise(long p, double mean, double rstd, long weight, long bias, long to, long n) {
        DoubleNorms.normalise(p, mean, rstd, weight, bias, to, n);
    }

    @Override
    public void normSums(long g, long weight, long p, double mean, double[] sums, long n) {
        DoubleNorms.sums(g, weight, p, mean, sums, n);
    }

    @Override
    public void normBackward(long g, long weight, long p, double mean, Coefficients factors, long to, long n) {
        DoubleNorms.backward(g, weight, p, mean, factors, to, n);
    }

    @Override
    public void normParameters(long g, long p, double mean, double rstd, long weight, long bias, long n) {
        DoubleNorms.parameters(g, p, mean, rstd, weight, bias, n);
    }
}
