package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.D_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sine and cosine of n floats, by double polynomials short enough for a float; at most one unit in the last place. Arguments beyond 2^24
 * are computed one by one.
 *
 * @see <a href="https://git.musl-libc.org/cgit/musl/tree/src/math/__sindf.c">FreeBSD's k_sinf.c and k_cosf.c</a>, the source of the
 *     coefficients
 */
final class FloatAngles {
    /** As many floats as there are doubles in a vector. */
    private static final VectorSpecies<Float> HALF = VectorSpecies.of(float.class, VectorShape.forBitSize(D.vectorBitSize() / 2));
    private static final double TWO_OVER_PI = 0.6366197723675814;
    private static final double PIO2 = 1.5707963267948966;
    private static final double PIO2_LOW = 6.123233995736766e-17;
    private static final double ROUNDER = 6755399441055744.0;
    private static final double LARGE = 1 << 24;
    private static final int SIGN_SHIFT = 62;
    private static final double S1 = -0.166666666416265235595;
    private static final double S2 = 0.0083333293858894631756;
    private static final double S3 = -0.000198393348360966317347;
    private static final double S4 = 0.0000027183114939898219064;
    private static final double C0 = -0.499999997251031003120;
    private static final double C1 = 0.0416666233237390631894;
    private static final double C2 = -0.00138867637746099294692;
    private static final double C3 = 0.0000243904487962774090654;

    private FloatAngles() {}

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
        for (long p = 0, end = n << 2; p < end; p += D_LANES << 2) {
            var x = (DoubleVector) fromMemorySegment(HALF, ALL, from + p, ORDER).convertShape(F2D, D, 0);
            var shifted = x.fma(broadcast(D, TWO_OVER_PI), broadcast(D, ROUNDER));
            var k = shifted.sub(ROUNDER);
            var r = k.fma(broadcast(D, -PIO2_LOW), k.fma(broadcast(D, -PIO2), x));
            var z = r.mul(r);
            var sine = broadcast(D, S4).fma(z, broadcast(D, S3)).fma(z, broadcast(D, S2)).fma(z, broadcast(D, S1)).mul(z).fma(r, r);
            var cosine = broadcast(D, C3).fma(z, broadcast(D, C2)).fma(z, broadcast(D, C1)).fma(z, broadcast(D, C0)).fma(z,
                broadcast(D, 1));
            var quarter = shifted.reinterpretAsLongs().add(turn);
            var y = sine.blend(cosine, quarter.and(1).compare(NE, 0).cast(D)).reinterpretAsLongs()
                .lanewise(XOR, quarter.and(2).lanewise(LSHL, SIGN_SHIFT)).reinterpretAsDoubles();
            boolean allSmall = x.lanewise(ABS).compare(LT, LARGE).allTrue();
            if (!allSmall) {
                x.intoMemorySegment(ALL, given, ORDER);
            }
            y.convertShape(D2F, HALF, 0).reinterpretAsFloats().intoMemorySegment(ALL, to + p, ORDER);
            if (!allSmall) {
                large(given, to + p, exact);
            }
        }
        scratch.release(mark);
    }

    /** Replaces the results of one vector's large arguments, which has some. */
    private static void large(long given, long to, DoubleUnaryOperator exact) {
        for (long i = 0; i < D_LANES; i++) {
            double x = UncheckedAccess.f64(given, i);
            if (!(Math.abs(x) < LARGE)) {
                UncheckedAccess.f32(to, i, (float) exact.applyAsDouble(x));
            }
        }
    }
}
