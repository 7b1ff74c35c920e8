package dev.tenon.cpu.kernels.pool;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.ORDER;

import dev.tenon.cpu.engine.HeapScratch;
import dev.tenon.cpu.engine.HeapScratch.Slot;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.Floats;
import dev.tenon.spi.PoolWindow;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Max pooling of one float plane, a vector of outputs at a time. The plane is copied with negative infinity around it, so that every
 * position of the window is one load for all of them; where the largest element lies goes along in a second vector, as a float:
 * planes must have fewer than 2^24 elements.
 */
final class MaxPoolRows {
    private static final int L = F.length();
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, i -> 2 * i & (L - 1));
    private static final VectorMask<Float> UPPER = VectorMask.fromLong(F, -1L << L / 2);
    private static final long LARGEST = 1 << 24;

    private final PoolWindow w;
    private final int width;
    private final float[] plane;
    /** Where each position of the window lies from its first, in the copy and in the plane itself. */
    private final int[] taps;
    private final float[] places;
    /** Where the windows of neighbouring outputs begin. */
    private final int[] steps;
    private final FloatVector starts;
    private final boolean overhangs;

    private MaxPoolRows(PoolWindow w) {
        this.w = w;
        int height = (int) w.reachY();
        this.width = (int) w.reachX();
        this.overhangs = w.padY() > 0 || w.padX() > 0 || height > w.height() || width > w.width();
        var own = HeapScratch.of();
        // The last vectors of the last row read on behind it.
        int size = height * width + (L + 1) * w.strideX() + L;
        this.plane = own.floats(Slot.SOURCE, size);
        this.places = own.floats(Slot.TILE, w.kernelY() * w.kernelX());
        this.taps = own.ints(Slot.COLUMNS, w.kernelY() * w.kernelX());
        this.steps = own.ints(Slot.SOURCE, L);
        for (int i = 0; i < L; i++) {
            steps[i] = i * w.strideX();
        }
        this.starts = FloatVector.zero(F).addIndex(w.strideX());
        for (int t = 0; t < w.kernelY() * w.kernelX(); t++) {
            int y = t / w.kernelX() * w.dilationY();
            int x = t % w.kernelX() * w.dilationX();
            taps[t] = y * width + x;
            places[t] = y * w.width() + x;
        }
        if (overhangs) {
            Arrays.fill(plane, 0, size, Float.NEGATIVE_INFINITY);
        }
    }

    /** Whether places in the plane are exact as floats. */
    static boolean fits(PoolWindow w) {
        return w.reachY() * w.reachX() < LARGEST && (long) w.kernelY() * w.kernelX() < LARGEST;
    }

    /** Pools {@code count} planes. */
    static void run(PoolWindow w, long count, long x, long y, long indices) {
        var rows = new MaxPoolRows(w);
        for (long p = 0; p < count; p++) {
            rows.copy(x + 4 * p * w.plane());
            rows.plane(y + 4 * p * w.outPlane(), indices + 8 * p * w.outPlane());
        }
    }

    /** What lies around stays as it is from plane to plane. */
    private void copy(long x) {
        for (int i = 0; i < w.height(); i++) {
            Floats.in(x + 4L * i * w.width(), plane, (i + w.padY()) * width + w.padX(), w.width());
        }
    }

    private void plane(long y, long indices) {
        for (int oy = 0; oy < w.outHeight(); oy++) {
            for (int ox = 0; ox < w.outWidth(); ox += L) {
                int n = Math.min(L, w.outWidth() - ox);
                long at = (long) oy * w.outWidth() + ox;
                boolean nothing = outputs(oy, ox, n, y + 4 * at, indices + 8 * at);
                if (nothing && overhangs) {
                    correct(oy, ox, n, y + 4 * at, indices + 8 * at);
                }
            }
        }
    }

    /** A vector of outputs; says whether the largest element of a window may be negative infinity. */
    private boolean outputs(int oy, int ox, int n, long y, long indices) {
        int first = oy * w.strideY() * width + ox * w.strideX();
        var max = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        var place = FloatVector.zero(F);
        int count = w.kernelY() * w.kernelX();
        int stride = w.strideX();
        for (int t = 0; t < count; t++) {
            int at = first + taps[t];
            var next = stride == 2
                ? FloatVector.fromArray(F, plane, at).rearrange(EVEN).blend(FloatVector.fromArray(F, plane, at + L).rearrange(EVEN), UPPER)
                : stride == 1 ? FloatVector.fromArray(F, plane, at) : FloatVector.fromArray(F, plane, at, steps, 0);
            var wins = next.compare(VectorOperators.GT, max).or(next.compare(VectorOperators.NE, next));
            max = max.blend(next, wins);
            place = place.blend(places[t], wins);
        }
        max.intoMemorySegment(ALL, y, ORDER, F.indexInRange(0, n));
        var index = place.add(starts).add((float) (w.top(oy) * w.width() + w.left(ox)));
        index.convertShape(VectorOperators.F2L, LONGS, 0).reinterpretAsLongs().intoMemorySegment(ALL, indices, ORDER,
            LONGS.indexInRange(0, n));
        if (n > L / 2) {
            var rest = LONGS.indexInRange(L / 2, n);
            index.convertShape(VectorOperators.F2L, LONGS, 1).reinterpretAsLongs().intoMemorySegment(ALL, indices + 4L * L, ORDER, rest);
        }
        return max.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY).anyTrue();
    }

    /** Where nothing beat the padding, all of the window is negative infinity, and its first element stands for it. */
    private void correct(int oy, int ox, int n, long y, long indices) {
        for (int k = 0; k < n; k++) {
            if (UncheckedAccess.f32(y, k) == Float.NEGATIVE_INFINITY) {
                int row = PoolWindow.inside(w.top(oy), w.dilationY());
                int column = PoolWindow.inside(w.left(ox + k), w.dilationX());
                UncheckedAccess.i64(indices, k, (long) row * w.width() + column);
            }
        }
    }
}
