package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.D_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import java.util.function.DoubleUnaryOperator;

/**
 * Sine, cosine and tangent of n doubles: x less a multiple of π/2, which is known to 160 bits, in two parts, and fdlibm's polynomials.
 * At most two units in the last place. Arguments of which that would lose too much are computed one by one.
 *
 * @see <a href="https://www.netlib.org/fdlibm/k_sin.c">fdlibm, k_sin.c and k_cos.c</a>, the source of the coefficients
 */
final class DoubleAngles {
    private static final double TWO_OVER_PI = 0.6366197723675814;
    private static final double PIO2_1 = 1.5707963267948966;
    private static final double PIO2_2 = 6.123233995736766e-17;
    private static final double PIO2_3 = -1.4973849048591833e-33;
    private static final double ROUNDER = 6755399441055744.0;
    private static final double LARGE = 1 << 24;
    private static final int SIGN_SHIFT = 62;

    private static final double S1 = -1.66666666666666324348e-01;
    private static final double S2 = 8.33333333332248946124e-03;
    private static final double S3 = -1.98412698298579493134e-04;
    private static final double S4 = 2.75573137070700676789e-06;
    private static final double S5 = -2.50507602534068634195e-08;
    private static final double S6 = 1.58969099521155010221e-10;
    private static final double C1 = 4.16666666666666019037e-02;
    private static final double C2 = -1.38888888888741095749e-03;
    private static final double C3 = 2.48015872894767294178e-05;
    private static final double C4 = -2.75573143513906633035e-07;
    private static final double C5 = 2.08757232129817482790e-09;
    private static final double C6 = -1.13596475577881948265e-11;

    private DoubleAngles() {}

    static void sin(long from, long to, long n) {
        quarters(from, to, n, 0, StrictMath::sin);
    }

    /** The sine of a quarter of a turn more. */
    static void cos(long from, long to, long n) {
        quarters(from, to, n, 1, StrictMath::cos);
    }

    private static void quarters(long from, long to, long n, long turn, DoubleUnaryOperator exact) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long given = scratch.take(D.vectorByteSize());
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var shifted = x.fma(broadcast(D, TWO_OVER_PI), broadcast(D, ROUNDER));
            var k = shifted.sub(ROUNDER);
            // The remainder in two parts, r and low.
            var first = k.fma(broadcast(D, -PIO2_1), x);
            var second = k.mul(-PIO2_2);
            var r = first.add(second);
            var part = r.sub(first);
            var low = first.sub(r.sub(part)).add(second.sub(part)).add(k.fma(broadcast(D, -PIO2_2), second.neg()))
                .add(k.mul(-PIO2_3));
            var z = r.mul(r);
            var zr = z.mul(r);
            var sp = broadcast(D, S6).fma(z, broadcast(D, S5)).fma(z, broadcast(D, S4)).fma(z, broadcast(D, S3)).fma(z, broadcast(D, S2));
            var sine = r.sub(z.mul(low.mul(0.5).sub(zr.mul(sp))).sub(low).sub(zr.mul(S1)));
            var cp = broadcast(D, C6).fma(z, broadcast(D, C5)).fma(z, broadcast(D, C4)).fma(z, broadcast(D, C3)).fma(z, broadcast(D, C2))
                .fma(z, broadcast(D, C1)).mul(z);
            var half = z.mul(0.5);
            var w = broadcast(D, 1).sub(half);
            var cosine = w.add(broadcast(D, 1).sub(w).sub(half).add(z.mul(cp).sub(r.mul(low))));
            var quarter = shifted.reinterpretAsLongs().add(turn);
            var y = sine.blend(cosine, quarter.and(1).compare(NE, 0).cast(D)).reinterpretAsLongs();
            var signed = y.lanewise(XOR, quarter.and(2).lanewise(LSHL, SIGN_SHIFT));
            boolean allSmall = x.lanewise(ABS).compare(LT, LARGE).allTrue();
            if (!allSmall) {
                x.intoMemorySegment(ALL, given, ORDER);
            }
            signed.reinterpretAsDoubles().intoMemorySegment(ALL, to + p, ORDER);
            if (!allSmall) {
                large(given, to + p, exact);
            }
        }
        scratch.release(mark);
    }

    /** Sine over cosine. */
    static void tan(long from, long to, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long given = scratch.take(D.vectorByteSize());
        for (long p = 0, end = n << 3; p < end; p += D_LANES << 3) {
            var x = fromMemorySegment(D, ALL, from + p, ORDER);
            var shifted = x.fma(broadcast(D, TWO_OVER_PI), broadcast(D, ROUNDER));
            var k = shifted.sub(ROUNDER);
            var first = k.fma(broadcast(D, -PIO2_1), x);
            var second = k.mul(-PIO2_2);
            var r = first.add(second);
            var part = r.sub(first);
            var low = first.sub(r.sub(part)).add(second.sub(part)).add(k.fma(broadcast(D, -PIO2_2), second.neg()))
                .add(k.mul(-PIO2_3));
            var z = r.mul(r);
            var zr = z.mul(r);
            var sp = broadcast(D, S6).fma(z, broadcast(D, S5)).fma(z, broadcast(D, S4)).fma(z, broadcast(D, S3)).fma(z, broadcast(D, S2));
            var sine = r.sub(z.mul(low.mul(0.5).sub(zr.mul(sp))).sub(low).sub(zr.mul(S1)));
            var cp = broadcast(D, C6).fma(z, broadcast(D, C5)).fma(z, broadcast(D, C4)).fma(z, broadcast(D, C3)).fma(z, broadcast(D, C2))
                .fma(z, broadcast(D, C1)).mul(z);
            var half = z.mul(0.5);
            var w = broadcast(D, 1).sub(half);
            var cosine = w.add(broadcast(D, 1).sub(w).sub(half).add(z.mul(cp).sub(r.mul(low))));
            // A quarter of a turn further the tangent is minus its inverse.
            var odd = shifted.reinterpretAsLongs().and(1).compare(NE, 0).cast(D);
            var y = sine.blend(cosine.neg(), odd).div(cosine.blend(sine, odd));
            boolean allSmall = x.lanewise(ABS).compare(LT, LARGE).allTrue();
            if (!allSmall) {
                x.intoMemorySegment(ALL, given, ORDER);
            }
            y.intoMemorySegment(ALL, to + p, ORDER);
            if (!allSmall) {
                large(given, to + p, StrictMath::tan);
            }
        }
        scratch.release(mark);
    }

    /** Replaces the results of one vector's large arguments, which has some. */
    private static void large(long given, long to, DoubleUnaryOperator exact) {
        for (long i = 0; i < D_LANES; i++) {
            double x = UncheckedAccess.f64(given, i);
            if (!(Math.abs(x) < LARGE)) {
                UncheckedAccess.f64(to, i, exact.applyAsDouble(x));
            }
        }
    }
}
