package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.UncheckedAccess;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Additions and transposition on the Java arrays that {@link ConvTile} works on, 16 floats at a time. */
final class ConvMoves {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;
    private static final int LANES = ConvTile.LANES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    // UPd moves lane i to lane i + d, DOWNd back; HALFd are the lanes whose number has the bit d.
    private static final VectorShuffle<Float> UP8 = rotate(-8);
    private static final VectorShuffle<Float> UP4 = rotate(-4);
    private static final VectorShuffle<Float> UP2 = rotate(-2);
    private static final VectorShuffle<Float> UP1 = rotate(-1);
    private static final VectorShuffle<Float> DOWN8 = rotate(8);
    private static final VectorShuffle<Float> DOWN4 = rotate(4);
    private static final VectorShuffle<Float> DOWN2 = rotate(2);
    private static final VectorShuffle<Float> DOWN1 = rotate(1);
    private static final VectorMask<Float> HALF8 = VectorMask.fromLong(F, 0xFF00);
    private static final VectorMask<Float> HALF4 = VectorMask.fromLong(F, 0xF0F0);
    private static final VectorMask<Float> HALF2 = VectorMask.fromLong(F, 0xCCCC);
    private static final VectorMask<Float> HALF1 = VectorMask.fromLong(F, 0xAAAA);

    private ConvMoves() {}

    private static VectorShuffle<Float> rotate(int by) {
        return VectorShuffle.fromOp(F, i -> (i + by) & (LANES - 1));
    }

    /** Adds n floats, a multiple of 16, to those of {@code to}. */
    static void add(float[] from, int at, float[] to, int j, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(F, to, j + i).add(FloatVector.fromArray(F, from, at + i)).intoArray(to, j + i);
        }
    }

    /** Adds n floats, a multiple of 16, to those at address {@code to}. */
    static void add(float[] from, int at, long to, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromMemorySegment(F, UncheckedAccess.ALL, to + 4L * i, ORDER).add(FloatVector.fromArray(F, from, at + i))
                .intoMemorySegment(UncheckedAccess.ALL, to + 4L * i, ORDER);
        }
    }

    /** Adds the 16 floats at address {@code from} to those of {@code to}. */
    static void add(long from, float[] to, int at) {
        FloatVector.fromArray(F, to, at).add(FloatVector.fromMemorySegment(F, UncheckedAccess.ALL, from, ORDER)).intoArray(to, at);
    }

    /**
     * Writes the 16 by 16 block of {@code from} (at {@code i}, rows {@code fromStep} apart) transposed to {@code to},
     * by four rounds of swapping ever smaller halves.
     */
    static void transpose(float[] from, int i, int fromStep, float[] to, int j, int toStep) {
        var r0 = FloatVector.fromArray(F, from, i);
        var r1 = FloatVector.fromArray(F, from, i + fromStep);
        var r2 = FloatVector.fromArray(F, from, i + 2 * fromStep);
        var r3 = FloatVector.fromArray(F, from, i + 3 * fromStep);
        var r4 = FloatVector.fromArray(F, from, i + 4 * fromStep);
        var r5 = FloatVector.fromArray(F, from, i + 5 * fromStep);
        var r6 = FloatVector.fromArray(F, from, i + 6 * fromStep);
        var r7 = FloatVector.fromArray(F, from, i + 7 * fromStep);
        var r8 = FloatVector.fromArray(F, from, i + 8 * fromStep);
        var r9 = FloatVector.fromArray(F, from, i + 9 * fromStep);
        var r10 = FloatVector.fromArray(F, from, i + 10 * fromStep);
        var r11 = FloatVector.fromArray(F, from, i + 11 * fromStep);
        var r12 = FloatVector.fromArray(F, from, i + 12 * fromStep);
        var r13 = FloatVector.fromArray(F, from, i + 13 * fromStep);
        var r14 = FloatVector.fromArray(F, from, i + 14 * fromStep);
        var r15 = FloatVector.fromArray(F, from, i + 15 * fromStep);
        var s0 = r0.blend(r8.rearrange(UP8), HALF8);
        var s8 = r0.rearrange(DOWN8).blend(r8, HALF8);
        var s1 = r1.blend(r9.rearrange(UP8), HALF8);
        var s9 = r1.rearrange(DOWN8).blend(r9, HALF8);
        var s2 = r2.blend(r10.rearrange(UP8), HALF8);
        var s10 = r2.rearrange(DOWN8).blend(r10, HALF8);
        var s3 = r3.blend(r11.rearrange(UP8), HALF8);
        var s11 = r3.rearrange(DOWN8).blend(r11, HALF8);
        var s4 = r4.blend(r12.rearrange(UP8), HALF8);
        var s12 = r4.rearrange(DOWN8).blend(r12, HALF8);
        var s5 = r5.blend(r13.rearrange(UP8), HALF8);
        var s13 = r5.rearrange(DOWN8).blend(r13, HALF8);
        var s6 = r6.blend(r14.rearrange(UP8), HALF8);
        var s14 = r6.rearrange(DOWN8).blend(r14, HALF8);
        var s7 = r7.blend(r15.rearrange(UP8), HALF8);
        var s15 = r7.rearrange(DOWN8).blend(r15, HALF8);
        var t0 = s0.blend(s4.rearrange(UP4), HALF4);
        var t4 = s0.rearrange(DOWN4).blend(s4, HALF4);
        var t1 = s1.blend(s5.rearrange(UP4), HALF4);
        var t5 = s1.rearrange(DOWN4).blend(s5, HALF4);
        var t2 = s2.blend(s6.rearrange(UP4), HALF4);
        var t6 = s2.rearrange(DOWN4).blend(s6, HALF4);
        var t3 = s3.blend(s7.rearrange(UP4), HALF4);
        var t7 = s3.rearrange(DOWN4).blend(s7, HALF4);
        var t8 = s8.blend(s12.rearrange(UP4), HALF4);
        var t12 = s8.rearrange(DOWN4).blend(s12, HALF4);
        var t9 = s9.blend(s13.rearrange(UP4), HALF4);
        var t13 = s9.rearrange(DOWN4).blend(s13, HALF4);
        var t10 = s10.blend(s14.rearrange(UP4), HALF4);
        var t14 = s10.rearrange(DOWN4).blend(s14, HALF4);
        var t11 = s11.blend(s15.rearrange(UP4), HALF4);
        var t15 = s11.rearrange(DOWN4).blend(s15, HALF4);
        var u0 = t0.blend(t2.rearrange(UP2), HALF2);
        var u2 = t0.rearrange(DOWN2).blend(t2, HALF2);
        var u1 = t1.blend(t3.rearrange(UP2), HALF2);
        var u3 = t1.rearrange(DOWN2).blend(t3, HALF2);
        var u4 = t4.blend(t6.rearrange(UP2), HALF2);
        var u6 = t4.rearrange(DOWN2).blend(t6, HALF2);
        var u5 = t5.blend(t7.rearrange(UP2), HALF2);
        var u7 = t5.rearrange(DOWN2).blend(t7, HALF2);
        var u8 = t8.blend(t10.rearrange(UP2), HALF2);
        var u10 = t8.rearrange(DOWN2).blend(t10, HALF2);
        var u9 = t9.blend(t11.rearrange(UP2), HALF2);
        var u11 = t9.rearrange(DOWN2).blend(t11, HALF2);
        var u12 = t12.blend(t14.rearrange(UP2), HALF2);
        var u14 = t12.rearrange(DOWN2).blend(t14, HALF2);
        var u13 = t13.blend(t15.rearrange(UP2), HALF2);
        var u15 = t13.rearrange(DOWN2).blend(t15, HALF2);
        var v0 = u0.blend(u1.rearrange(UP1), HALF1);
        var v1 = u0.rearrange(DOWN1).blend(u1, HALF1);
        var v2 = u2.blend(u3.rearrange(UP1), HALF1);
        var v3 = u2.rearrange(DOWN1).blend(u3, HALF1);
        var v4 = u4.blend(u5.rearrange(UP1), HALF1);
        var v5 = u4.rearrange(DOWN1).blend(u5, HALF1);
        var v6 = u6.blend(u7.rearrange(UP1), HALF1);
        var v7 = u6.rearrange(DOWN1).blend(u7, HALF1);
        var v8 = u8.blend(u9.rearrange(UP1), HALF1);
        var v9 = u8.rearrange(DOWN1).blend(u9, HALF1);
        var v10 = u10.blend(u11.rearrange(UP1), HALF1);
        var v11 = u10.rearrange(DOWN1).blend(u11, HALF1);
        var v12 = u12.blend(u13.rearrange(UP1), HALF1);
        var v13 = u12.rearrange(DOWN1).blend(u13, HALF1);
        var v14 = u14.blend(u15.rearrange(UP1), HALF1);
        var v15 = u14.rearrange(DOWN1).blend(u15, HALF1);
        v0.intoArray(to, j);
        v1.intoArray(to, j + toStep);
        v2.intoArray(to, j + 2 * toStep);
        v3.intoArray(to, j + 3 * toStep);
        v4.intoArray(to, j + 4 * toStep);
        v5.intoArray(to, j + 5 * toStep);
        v6.intoArray(to, j + 6 * toStep);
        v7.intoArray(to, j + 7 * toStep);
        v8.intoArray(to, j + 8 * toStep);
        v9.intoArray(to, j + 9 * toStep);
        v10.intoArray(to, j + 10 * toStep);
        v11.intoArray(to, j + 11 * toStep);
        v12.intoArray(to, j + 12 * toStep);
        v13.intoArray(to, j + 13 * toStep);
        v14.intoArray(to, j + 14 * toStep);
        v15.intoArray(to, j + 15 * toStep);
    }
}
