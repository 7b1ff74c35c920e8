package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.D_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.tenon.cpu.engine.Scratch;

/**
 * The inverses of sine, cosine and tangent of n doubles, to at most two units in the last place.
 *
 * @see <a href="https://www.netlib.org/fdlibm/e_asin.c">fdlibm, e_asin.c, e_acos.c and s_atan.c</a>, the source of the coefficients
 */
final class DoubleArcs {
    private static final double PI_LOW = 1.2246467991473532e-16;
    private static final double PIO2 = 1.5707963267948966;
    private static final double PIO2_LOW = 6.123233995736766e-17;
    private static final double PIO4 = 0.7853981633974483;
    private static final long LEADING_HALF = 0xFFFFFFFF00000000L;

    private static final double P0 = 1.66666666666666657415e-01;
    private static final double P1 = -3.25565818622400915405e-01;
    private static final double P2 = 2.01212532134862925881e-01;
    private static final double P3 = -4.00555345006794114027e-02;
    private static final double P4 = 7.91534994289814532176e-04;
    private static final double P5 = 3.47933107596021167570e-05;
    private static final double Q1 = -2.40339491173441421878e+00;
    private static final double Q2 = 2.02094576023350569471e+00;
    private static final double Q3 = -6.88283971605453293030e-01;
    private static final double Q4 = 7.70381505559019352791e-02;

    private static final double A0 = 3.33333333333329318027e-01;
    private static final double A1 = -1.99999999998764832476e-01;
    private static final double A2 = 1.42857142725034663711e-01;
    private static final double A3 = -1.11111104054623557880e-01;
    private static final double A4 = 9.09088713343650656196e-02;
    private static final double A5 = -7.69187620504482999495e-02;
    private static final double A6 = 6.66107313738753120669e-02;
    private static final double A7 = -5.83357013379057348645e-02;
    private static final double A8 = 4.97687799461593236017e-02;
    private static final double A9 = -3.65315727442169155270e-02;
    private static final double A10 = 1.62858201153657823623e-02;
    // The arc tangents of 1/2, 1 and 3/2, less what a double holds.
    private static final double ATAN_HALF = 4.63647609000806093515e-01;
    private static final double ATAN_HALF_LOW = 2.26987774529616870924e-17;
    private static final double PIO4_LOW = 3.06161699786838301793e-17;
    private static final double ATAN_3_2 = 9.82793723247329054082e-01;
    private static final double ATAN_3_2_LOW = 1.39033110312309984516e-17;

    private DoubleArcs() {}

    static void asin(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var inner = a.compare(LT, 0.5);
            var z = broadcast(D, 1).sub(a).mul(0.5).blend(a.mul(a), inner);
            var above = broadcast(D, P5).fma(z, broadcast(D, P4)).fma(z, broadcast(D, P3)).fma(z, broadcast(D, P2))
                .fma(z, broadcast(D, P1)).fma(z, broadcast(D, P0)).mul(z);
            var below = broadcast(D, Q4).fma(z, broadcast(D, Q3)).fma(z, broadcast(D, Q2)).fma(z, broadcast(D, Q1)).fma(z, broadcast(D, 1));
            var r = above.div(below);
            // Towards 1: π/2 - 2 asin(sqrt((1 - a) / 2)), the root in two parts.
            var s = z.sqrt();
            var high = s.reinterpretAsLongs().and(LEADING_HALF).reinterpretAsDoubles();
            var rest = z.sub(high.mul(high)).div(s.add(high)).blend(0, s.compare(EQ, 0));
            var outer = broadcast(D, PIO4)
                .sub(s.add(s).mul(r).sub(broadcast(D, PIO2_LOW).sub(rest.add(rest))).sub(broadcast(D, PIO4).sub(high.add(high))));
            var y = outer.blend(a.fma(r, a), inner).reinterpretAsLongs();
            y.or(x.reinterpretAsLongs().and(Long.MIN_VALUE)).reinterpretAsDoubles().intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    static void acos(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var inner = a.compare(LT, 0.5);
            var z = broadcast(D, 1).sub(a).mul(0.5).blend(a.mul(a), inner);
            var above = broadcast(D, P5).fma(z, broadcast(D, P4)).fma(z, broadcast(D, P3)).fma(z, broadcast(D, P2))
                .fma(z, broadcast(D, P1)).fma(z, broadcast(D, P0)).mul(z);
            var below = broadcast(D, Q4).fma(z, broadcast(D, Q3)).fma(z, broadcast(D, Q2)).fma(z, broadcast(D, Q1)).fma(z, broadcast(D, 1));
            var r = above.div(below);
            var s = z.sqrt();
            var high = s.reinterpretAsLongs().and(LEADING_HALF).reinterpretAsDoubles();
            var rest = z.sub(high.mul(high)).div(s.add(high)).blend(0, s.compare(EQ, 0));
            var right = r.fma(s, rest).add(high);
            var left = broadcast(D, PIO2).sub(s.add(r.fma(s, broadcast(D, -PIO2_LOW))));
            var near = broadcast(D, PIO2).sub(x.sub(broadcast(D, PIO2_LOW).sub(x.mul(r))));
            var outer = right.blend(left, x.compare(LT, 0));
            outer.add(outer).blend(near, inner).intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** By the arc tangent of the nearest of 0, 1/2, 1, 3/2 and infinity. */
    static void atan(long from, long to, long n) {
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var a = x.lanewise(ABS);
            var one = broadcast(D, 1);
            var byHalf = a.compare(GE, 7 / 16d);
            var byOne = a.compare(GE, 11 / 16d);
            var byThreeHalves = a.compare(GE, 19 / 16d);
            var byInfinity = a.compare(GE, 39 / 16d);
            var above = a.blend(a.add(a).sub(1), byHalf).blend(a.sub(1), byOne).blend(a.sub(1.5), byThreeHalves).blend(-1, byInfinity);
            var below = one.blend(a.add(2), byHalf).blend(a.add(1), byOne).blend(a.fma(broadcast(D, 1.5), one), byThreeHalves)
                .blend(a, byInfinity);
            var base = broadcast(D, 0).blend(ATAN_HALF, byHalf).blend(PIO4, byOne).blend(ATAN_3_2, byThreeHalves).blend(PIO2, byInfinity);
            var baseLow = broadcast(D, 0).blend(ATAN_HALF_LOW, byHalf).blend(PIO4_LOW, byOne).blend(ATAN_3_2_LOW, byThreeHalves)
                .blend(PIO2_LOW, byInfinity);
            var t = above.div(below);
            var z = t.mul(t);
            var s = broadcast(D, A10).fma(z, broadcast(D, A9)).fma(z, broadcast(D, A8)).fma(z, broadcast(D, A7)).fma(z, broadcast(D, A6))
                .fma(z, broadcast(D, A5)).fma(z, broadcast(D, A4)).fma(z, broadcast(D, A3)).fma(z, broadcast(D, A2))
                .fma(z, broadcast(D, A1)).fma(z, broadcast(D, A0)).mul(z);
            var y = base.sub(t.mul(s).sub(baseLow).sub(t)).reinterpretAsLongs();
            y.or(x.reinterpretAsLongs().and(Long.MIN_VALUE)).reinterpretAsDoubles().intoMemorySegment(ALL, to + p, ORDER);
        }
    }

    /** The arc tangent of the smaller over the larger, mirrored into its octant. */
    static void atan2(long ys, long xs, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long angle = scratch.take(n * Double.BYTES);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var y = fromMemorySegment(D, ALL, ys + p, ORDER).lanewise(ABS);
            var x = fromMemorySegment(D, ALL, xs + p, ORDER).lanewise(ABS);
            var larger = x.max(y);
            var smaller = x.min(y);
            smaller.div(larger).blend(0, larger.compare(EQ, 0)).blend(1, smaller.compare(EQ, Double.POSITIVE_INFINITY))
                .intoMemorySegment(ALL, angle + p, ORDER);
        }
        atan(angle, angle, n);
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var y = fromMemorySegment(D, ALL, ys + p, ORDER);
            var x = fromMemorySegment(D, ALL, xs + p, ORDER);
            var first = fromMemorySegment(D, ALL, angle + p, ORDER);
            var steep = y.lanewise(ABS).compare(GT, x.lanewise(ABS));
            var second = first.blend(broadcast(D, PIO2).sub(first.sub(PIO2_LOW)), steep);
            var left = x.reinterpretAsLongs().compare(LT, 0).cast(D);
            var whole = second.blend(broadcast(D, Math.PI).sub(second.sub(PI_LOW)), left).reinterpretAsLongs();
            whole.or(y.reinterpretAsLongs().and(Long.MIN_VALUE)).reinterpretAsDoubles().intoMemorySegment(ALL, to + p, ORDER);
        }
        scratch.release(mark);
    }
}
