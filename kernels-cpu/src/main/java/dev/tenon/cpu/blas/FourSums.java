package dev.tenon.cpu.blas;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.F_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.reduce.Lanes;
import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The sums of the lanes of four vectors, with the bits of {@link Lanes#sum}: half is added to half until one lane is left. The first
 * two steps work on all four at once, half of one vector beside half of another.
 */
final class FourSums {
    /** A vector's room. */
    static final long BYTES = F.vectorByteSize();
    private static final int HALF = F_LANES / 2;
    private static final int QUARTER = F_LANES / 4;
    private static final boolean TOGETHER = F_LANES >= 4;
    private static final VectorMask<Float> UPPER = lanes(HALF);
    private static final VectorMask<Float> ODD_QUARTERS = lanes(QUARTER);
    private static final VectorShuffle<Float> BY_HALF = shuffle(i -> i ^ HALF);
    private static final VectorShuffle<Float> BY_QUARTER = shuffle(i -> i ^ QUARTER);
    private static final VectorShuffle<Float> BY2 = shuffle(i -> i ^ 2 & F_LANES - 1);
    private static final VectorShuffle<Float> BY1 = shuffle(i -> i ^ 1);
    private FourSums() {}

    private static VectorMask<Float> lanes(int bit) {
        var set = new boolean[F_LANES];
        for (int i = 0; i < F_LANES; i++) {
            set[i] = (i & bit) != 0;
        }
        return VectorMask.fromArray(F, set, 0);
    }

    private static VectorShuffle<Float> shuffle(IntUnaryOperator from) {
        return VectorShuffle.fromOp(F, from);
    }

    /** Adds the sum of each of the four vectors at {@code vectors} to one of the four floats at y. Takes addresses: see {@link Lanes}. */
    static void add(long vectors, long y) {
        if (!TOGETHER) {
            for (int i = 0; i < 4; i++) {
                addOne(vectors + i * BYTES, y + i * Float.BYTES);
            }
            return;
        }
        var s0 = fromMemorySegment(F, ALL, vectors, ORDER);
        var s1 = fromMemorySegment(F, ALL, vectors + BYTES, ORDER);
        var s2 = fromMemorySegment(F, ALL, vectors + 2 * BYTES, ORDER);
        var s3 = fromMemorySegment(F, ALL, vectors + 3 * BYTES, ORDER);
        var a = s0.blend(s1, UPPER).add(s1.blend(s0, UPPER).rearrange(BY_HALF));
        var b = s2.blend(s3, UPPER).add(s3.blend(s2, UPPER).rearrange(BY_HALF));
        var sum = a.blend(b, ODD_QUARTERS).add(b.blend(a, ODD_QUARTERS).rearrange(BY_QUARTER));
        if (F_LANES > 8) {
            sum = sum.add(sum.rearrange(BY2));
        }
        if (F_LANES > 4) {
            sum = sum.add(sum.rearrange(BY1));
        }
        sum.intoMemorySegment(ALL, vectors, ORDER);
        UncheckedAccess.f32(y, 0, UncheckedAccess.f32(y, 0) + UncheckedAccess.f32(vectors, 0));
        UncheckedAccess.f32(y, 1, UncheckedAccess.f32(y, 1) + UncheckedAccess.f32(vectors, HALF));
        UncheckedAccess.f32(y, 2, UncheckedAccess.f32(y, 2) + UncheckedAccess.f32(vectors, QUARTER));
        UncheckedAccess.f32(y, 3, UncheckedAccess.f32(y, 3) + UncheckedAccess.f32(vectors, HALF + QUARTER));
    }

    /** Adds the sum of the vector at {@code vector} to the float at y. */
    static void addOne(long vector, long y) {
        UncheckedAccess.f32(y, 0, UncheckedAccess.f32(y, 0) + Lanes.sum(vector));
    }
}
