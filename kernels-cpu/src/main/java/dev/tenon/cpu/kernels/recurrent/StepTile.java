package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.VectorMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loop of the recurrent product, for 512-bit registers: sums of eight rows, or of one, and 32 columns over k, kept in registers. Sums are
 * taken in the order of k, so that a row's are the same in either. Java arrays and not memory segments: a segment access costs the compiler so many
 * nodes that it would give up inlining.
 */
final class StepTile {
    /** Columns of a panel: two registers. */
    static final int COLUMNS = 32;
    /** Rows of a tile. */
    static final int ROWS = 8;

    private static final int LANES = 16;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;

    private StepTile() {}

    /** Whether registers are wide and many enough. */
    static boolean fits() {
        return FloatVector.SPECIES_PREFERRED == F;
    }

    /**
     * Writes the sums of rows of {@code x}, the first at {@code at}, with a panel of {@code w}, that begins at {@code panel}.
     *
     * @param k how many values a row has, and how many rows the panel
     */
    static void eight(float[] x, int at, float[] w, int panel, int k, float[] sums) {
        int p1 = at + k;
        int p2 = p1 + k;
        int p3 = p2 + k;
        int p4 = p3 + k;
        int p5 = p4 + k;
        int p6 = p5 + k;
        int p7 = p6 + k;
        var zero = FloatVector.zero(F);
        FloatVector a0 = zero, b0 = zero, c0 = zero, d0 = zero, e0 = zero, f0 = zero, g0 = zero, h0 = zero;
        FloatVector a1 = zero, b1 = zero, c1 = zero, d1 = zero, e1 = zero, f1 = zero, g1 = zero, h1 = zero;
        for (int i = 0, from = panel; i < k; i++, from += COLUMNS) {
            var w0 = FloatVector.fromArray(F, w, from);
            var w1 = FloatVector.fromArray(F, w, from + LANES);
            var v = FloatVector.broadcast(F, x[at + i]);
            a0 = v.fma(w0, a0);
            a1 = v.fma(w1, a1);
            v = FloatVector.broadcast(F, x[p1 + i]);
            b0 = v.fma(w0, b0);
            b1 = v.fma(w1, b1);
            v = FloatVector.broadcast(F, x[p2 + i]);
            c0 = v.fma(w0, c0);
            c1 = v.fma(w1, c1);
            v = FloatVector.broadcast(F, x[p3 + i]);
            d0 = v.fma(w0, d0);
            d1 = v.fma(w1, d1);
            v = FloatVector.broadcast(F, x[p4 + i]);
            e0 = v.fma(w0, e0);
            e1 = v.fma(w1, e1);
            v = FloatVector.broadcast(F, x[p5 + i]);
            f0 = v.fma(w0, f0);
            f1 = v.fma(w1, f1);
            v = FloatVector.broadcast(F, x[p6 + i]);
            g0 = v.fma(w0, g0);
            g1 = v.fma(w1, g1);
            v = FloatVector.broadcast(F, x[p7 + i]);
            h0 = v.fma(w0, h0);
            h1 = v.fma(w1, h1);
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, 16);
        b0.intoArray(sums, 32);
        b1.intoArray(sums, 48);
        c0.intoArray(sums, 64);
        c1.intoArray(sums, 80);
        d0.intoArray(sums, 96);
        d1.intoArray(sums, 112);
        e0.intoArray(sums, 128);
        e1.intoArray(sums, 144);
        f0.intoArray(sums, 160);
        f1.intoArray(sums, 176);
        g0.intoArray(sums, 192);
        g1.intoArray(sums, 208);
        h0.intoArray(sums, 224);
        h1.intoArray(sums, 240);
    }

    /** The same for one row. */
    static void one(float[] x, int at, float[] w, int panel, int k, float[] sums) {
        var a0 = FloatVector.zero(F);
        var a1 = a0;
        for (int i = 0, from = panel; i < k; i++, from += COLUMNS) {
            var v = FloatVector.broadcast(F, x[at + i]);
            a0 = v.fma(FloatVector.fromArray(F, w, from), a0);
            a1 = v.fma(FloatVector.fromArray(F, w, from + LANES), a1);
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LANES);
    }

    /** Writes a row of sums to memory, or adds it to what is there. */
    static void out(float[] sums, int at, int n, boolean adds, long to) {
        if (n < COLUMNS) {
            for (int i = 0; i < n; i++) {
                UncheckedAccess.f32(to, i, adds ? UncheckedAccess.f32(to, i) + sums[at + i] : sums[at + i]);
            }
            return;
        }
        for (int i = 0; i < COLUMNS; i += LANES) {
            var sum = FloatVector.fromArray(F, sums, at + i);
            if (adds) {
                sum = FloatVector.fromMemorySegment(F, UncheckedAccess.ALL, to + i * 4L, VectorMath.ORDER).add(sum);
            }
            sum.intoMemorySegment(UncheckedAccess.ALL, to + i * 4L, VectorMath.ORDER);
        }
    }
}
