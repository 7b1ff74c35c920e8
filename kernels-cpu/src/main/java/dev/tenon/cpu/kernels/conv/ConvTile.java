package dev.tenon.cpu.kernels.conv;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of convolution, for 512-bit registers: each holds a tile of 24 vectors of sums in registers and adds
 * {@code sum over k of x[base[b + i] + off[k]] * w[k]} to row i. The one side is single values, found through two tables of offsets, so
 * that neither padding nor strides nor dilation needs a rearranged copy; the other side is a packed matrix, one row for each k.
 *
 * <p>Java arrays and not memory segments: a segment access costs the compiler so many nodes that it would give up inlining.
 */
final class ConvTile {
    /** Floats in a register. */
    static final int LANES = 16;
    /** Registers side by side in the widest tile. */
    static final int WIDEST = 3;
    /** The largest number of rows of any tile. */
    static final int TALLEST = 24;

    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;

    private ConvTile() {}

    /** Whether registers are wide and many enough for these tiles. */
    static boolean fits() {
        return FloatVector.SPECIES_PREFERRED == F;
    }

    /** Into how many blocks of columns {@code vectors} registers' worth are cut; two registers is the fastest width. */
    static int blocks(int vectors) {
        return Math.max(1, vectors / 2);
    }

    /** The registers in a block, which begins at register {@code 2 * block}: two, but three where one would be left. */
    static int width(int vectors, int block) {
        return block == blocks(vectors) - 1 ? vectors - 2 * block : 2;
    }

    /** The block that register {@code v} of a row belongs to. */
    static int blockOf(int vectors, int v) {
        return Math.min(v / 2, blocks(vectors) - 1);
    }

    /** The number of rows of a tile that is {@code vectors} registers wide. */
    static int rows(int vectors) {
        return switch (vectors) {
            case 3 -> 8;
            case 2 -> 12;
            default -> 24;
        };
    }

    /**
     * One tile over k in [from, to).
     *
     * @param vectors registers side by side, 1 to 3
     * @param w the packed matrix; row {@code from} begins at {@code at}, rows follow one another
     * @param sums where the tile goes, {@code vectors * 16} floats a row
     */
    static void run(int vectors, float[] x, int[] base, int b, int[] off, int from, int to, float[] w, int at, float[] sums, int s) {
        switch (vectors) {
            case 3 -> tile8x3(x, base, b, off, from, to, w, at, sums, s);
            case 2 -> tile12x2(x, base, b, off, from, to, w, at, sums, s);
            default -> tile24x1(x, base, b, off, from, to, w, at, sums, s);
        }
    }

    private static void tile8x3(float[] x, int[] base, int b, int[] off, int from, int to, float[] w, int at, float[] sums, int s) {
        int p0 = base[b], p1 = base[b + 1], p2 = base[b + 2], p3 = base[b + 3];
        int p4 = base[b + 4], p5 = base[b + 5], p6 = base[b + 6], p7 = base[b + 7];
        var zero = FloatVector.zero(F);
        FloatVector a0 = zero, a1 = zero, a2 = zero, b0 = zero, b1 = zero, b2 = zero;
        FloatVector c0 = zero, c1 = zero, c2 = zero, d0 = zero, d1 = zero, d2 = zero;
        FloatVector e0 = zero, e1 = zero, e2 = zero, f0 = zero, f1 = zero, f2 = zero;
        FloatVector g0 = zero, g1 = zero, g2 = zero, h0 = zero, h1 = zero, h2 = zero;
        for (int k = from; k < to; k++, at += 48) {
            int o = off[k];
            var w0 = FloatVector.fromArray(F, w, at);
            var w1 = FloatVector.fromArray(F, w, at + 16);
            var w2 = FloatVector.fromArray(F, w, at + 32);
            var v = FloatVector.broadcast(F, x[p0 + o]);
            a0 = v.fma(w0, a0);
            a1 = v.fma(w1, a1);
            a2 = v.fma(w2, a2);
            v = FloatVector.broadcast(F, x[p1 + o]);
            b0 = v.fma(w0, b0);
            b1 = v.fma(w1, b1);
            b2 = v.fma(w2, b2);
            v = FloatVector.broadcast(F, x[p2 + o]);
            c0 = v.fma(w0, c0);
            c1 = v.fma(w1, c1);
            c2 = v.fma(w2, c2);
            v = FloatVector.broadcast(F, x[p3 + o]);
            d0 = v.fma(w0, d0);
            d1 = v.fma(w1, d1);
            d2 = v.fma(w2, d2);
            v = FloatVector.broadcast(F, x[p4 + o]);
            e0 = v.fma(w0, e0);
            e1 = v.fma(w1, e1);
            e2 = v.fma(w2, e2);
            v = FloatVector.broadcast(F, x[p5 + o]);
            f0 = v.fma(w0, f0);
            f1 = v.fma(w1, f1);
            f2 = v.fma(w2, f2);
            v = FloatVector.broadcast(F, x[p6 + o]);
            g0 = v.fma(w0, g0);
            g1 = v.fma(w1, g1);
            g2 = v.fma(w2, g2);
            v = FloatVector.broadcast(F, x[p7 + o]);
            h0 = v.fma(w0, h0);
            h1 = v.fma(w1, h1);
            h2 = v.fma(w2, h2);
        }
        a0.intoArray(sums, s);
        a1.intoArray(sums, s + 16);
        a2.intoArray(sums, s + 32);
        b0.intoArray(sums, s + 48);
        b1.intoArray(sums, s + 64);
        b2.intoArray(sums, s + 80);
        c0.intoArray(sums, s + 96);
        c1.intoArray(sums, s + 112);
        c2.intoArray(sums, s + 128);
        d0.intoArray(sums, s + 144);
        d1.intoArray(sums, s + 160);
        d2.intoArray(sums, s + 176);
        e0.intoArray(sums, s + 192);
        e1.intoArray(sums, s + 208);
        e2.intoArray(sums, s + 224);
        f0.intoArray(sums, s + 240);
        f1.intoArray(sums, s + 256);
        f2.intoArray(sums, s + 272);
        g0.intoArray(sums, s + 288);
        g1.intoArray(sums, s + 304);
        g2.intoArray(sums, s + 320);
        h0.intoArray(sums, s + 336);
        h1.intoArray(sums, s + 352);
        h2.intoArray(sums, s + 368);
    }

    private static void tile12x2(float[] x, int[] base, int b, int[] off, int from, int to, float[] w, int at, float[] sums, int s) {
        int p0 = base[b], p1 = base[b + 1], p2 = base[b + 2], p3 = base[b + 3], p4 = base[b + 4], p5 = base[b + 5];
        int p6 = base[b + 6], p7 = base[b + 7], p8 = base[b + 8], p9 = base[b + 9], p10 = base[b + 10], p11 = base[b + 11];
        var zero = FloatVector.zero(F);
        FloatVector a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero;
        FloatVector d0 = zero, d1 = zero, e0 = zero, e1 = zero, f0 = zero, f1 = zero;
        FloatVector g0 = zero, g1 = zero, h0 = zero, h1 = zero, i0 = zero, i1 = zero;
        FloatVector j0 = zero, j1 = zero, k0 = zero, k1 = zero, l0 = zero, l1 = zero;
        for (int k = from; k < to; k++, at += 32) {
            int o = off[k];
            var w0 = FloatVector.fromArray(F, w, at);
            var w1 = FloatVector.fromArray(F, w, at + 16);
            var v = FloatVector.broadcast(F, x[p0 + o]);
            a0 = v.fma(w0, a0);
            a1 = v.fma(w1, a1);
            v = FloatVector.broadcast(F, x[p1 + o]);
            b0 = v.fma(w0, b0);
            b1 = v.fma(w1, b1);
            v = FloatVector.broadcast(F, x[p2 + o]);
            c0 = v.fma(w0, c0);
            c1 = v.fma(w1, c1);
            v = FloatVector.broadcast(F, x[p3 + o]);
            d0 = v.fma(w0, d0);
            d1 = v.fma(w1, d1);
            v = FloatVector.broadcast(F, x[p4 + o]);
            e0 = v.fma(w0, e0);
            e1 = v.fma(w1, e1);
            v = FloatVector.broadcast(F, x[p5 + o]);
            f0 = v.fma(w0, f0);
            f1 = v.fma(w1, f1);
            v = FloatVector.broadcast(F, x[p6 + o]);
            g0 = v.fma(w0, g0);
            g1 = v.fma(w1, g1);
            v = FloatVector.broadcast(F, x[p7 + o]);
            h0 = v.fma(w0, h0);
            h1 = v.fma(w1, h1);
            v = FloatVector.broadcast(F, x[p8 + o]);
            i0 = v.fma(w0, i0);
            i1 = v.fma(w1, i1);
            v = FloatVector.broadcast(F, x[p9 + o]);
            j0 = v.fma(w0, j0);
            j1 = v.fma(w1, j1);
            v = FloatVector.broadcast(F, x[p10 + o]);
            k0 = v.fma(w0, k0);
            k1 = v.fma(w1, k1);
            v = FloatVector.broadcast(F, x[p11 + o]);
            l0 = v.fma(w0, l0);
            l1 = v.fma(w1, l1);
        }
        a0.intoArray(sums, s);
        a1.intoArray(sums, s + 16);
        b0.intoArray(sums, s + 32);
        b1.intoArray(sums, s + 48);
        c0.intoArray(sums, s + 64);
        c1.intoArray(sums, s + 80);
        d0.intoArray(sums, s + 96);
        d1.intoArray(sums, s + 112);
        e0.intoArray(sums, s + 128);
        e1.intoArray(sums, s + 144);
        f0.intoArray(sums, s + 160);
        f1.intoArray(sums, s + 176);
        g0.intoArray(sums, s + 192);
        g1.intoArray(sums, s + 208);
        h0.intoArray(sums, s + 224);
        h1.intoArray(sums, s + 240);
        i0.intoArray(sums, s + 256);
        i1.intoArray(sums, s + 272);
        j0.intoArray(sums, s + 288);
        j1.intoArray(sums, s + 304);
        k0.intoArray(sums, s + 320);
        k1.intoArray(sums, s + 336);
        l0.intoArray(sums, s + 352);
        l1.intoArray(sums, s + 368);
    }

    private static void tile24x1(float[] x, int[] base, int b, int[] off, int from, int to, float[] w, int at, float[] sums, int s) {
        int p0 = base[b], p1 = base[b + 1], p2 = base[b + 2], p3 = base[b + 3], p4 = base[b + 4], p5 = base[b + 5];
        int p6 = base[b + 6], p7 = base[b + 7], p8 = base[b + 8], p9 = base[b + 9], p10 = base[b + 10], p11 = base[b + 11];
        int p12 = base[b + 12], p13 = base[b + 13], p14 = base[b + 14], p15 = base[b + 15], p16 = base[b + 16], p17 = base[b + 17];
        int p18 = base[b + 18], p19 = base[b + 19], p20 = base[b + 20], p21 = base[b + 21], p22 = base[b + 22], p23 = base[b + 23];
        var zero = FloatVector.zero(F);
        FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;
        FloatVector s8 = zero, s9 = zero, s10 = zero, s11 = zero, s12 = zero, s13 = zero, s14 = zero, s15 = zero;
        FloatVector s16 = zero, s17 = zero, s18 = zero, s19 = zero, s20 = zero, s21 = zero, s22 = zero, s23 = zero;
        for (int k = from; k < to; k++, at += 16) {
            int o = off[k];
            var w0 = FloatVector.fromArray(F, w, at);
            var v = FloatVector.broadcast(F, x[p0 + o]);
            s0 = v.fma(w0, s0);
            v = FloatVector.broadcast(F, x[p1 + o]);
            s1 = v.fma(w0, s1);
            v = FloatVector.broadcast(F, x[p2 + o]);
            s2 = v.fma(w0, s2);
            v = FloatVector.broadcast(F, x[p3 + o]);
            s3 = v.fma(w0, s3);
            v = FloatVector.broadcast(F, x[p4 + o]);
            s4 = v.fma(w0, s4);
            v = FloatVector.broadcast(F, x[p5 + o]);
            s5 = v.fma(w0, s5);
            v = FloatVector.broadcast(F, x[p6 + o]);
            s6 = v.fma(w0, s6);
            v = FloatVector.broadcast(F, x[p7 + o]);
            s7 = v.fma(w0, s7);
            v = FloatVector.broadcast(F, x[p8 + o]);
            s8 = v.fma(w0, s8);
            v = FloatVector.broadcast(F, x[p9 + o]);
            s9 = v.fma(w0, s9);
            v = FloatVector.broadcast(F, x[p10 + o]);
            s10 = v.fma(w0, s10);
            v = FloatVector.broadcast(F, x[p11 + o]);
            s11 = v.fma(w0, s11);
            v = FloatVector.broadcast(F, x[p12 + o]);
            s12 = v.fma(w0, s12);
            v = FloatVector.broadcast(F, x[p13 + o]);
            s13 = v.fma(w0, s13);
            v = FloatVector.broadcast(F, x[p14 + o]);
            s14 = v.fma(w0, s14);
            v = FloatVector.broadcast(F, x[p15 + o]);
            s15 = v.fma(w0, s15);
            v = FloatVector.broadcast(F, x[p16 + o]);
            s16 = v.fma(w0, s16);
            v = FloatVector.broadcast(F, x[p17 + o]);
            s17 = v.fma(w0, s17);
            v = FloatVector.broadcast(F, x[p18 + o]);
            s18 = v.fma(w0, s18);
            v = FloatVector.broadcast(F, x[p19 + o]);
            s19 = v.fma(w0, s19);
            v = FloatVector.broadcast(F, x[p20 + o]);
            s20 = v.fma(w0, s20);
            v = FloatVector.broadcast(F, x[p21 + o]);
            s21 = v.fma(w0, s21);
            v = FloatVector.broadcast(F, x[p22 + o]);
            s22 = v.fma(w0, s22);
            v = FloatVector.broadcast(F, x[p23 + o]);
            s23 = v.fma(w0, s23);
        }
        s0.intoArray(sums, s);
        s1.intoArray(sums, s + 16);
        s2.intoArray(sums, s + 32);
        s3.intoArray(sums, s + 48);
        s4.intoArray(sums, s + 64);
        s5.intoArray(sums, s + 80);
        s6.intoArray(sums, s + 96);
        s7.intoArray(sums, s + 112);
        s8.intoArray(sums, s + 128);
        s9.intoArray(sums, s + 144);
        s10.intoArray(sums, s + 160);
        s11.intoArray(sums, s + 176);
        s12.intoArray(sums, s + 192);
        s13.intoArray(sums, s + 208);
        s14.intoArray(sums, s + 224);
        s15.intoArray(sums, s + 240);
        s16.intoArray(sums, s + 256);
        s17.intoArray(sums, s + 272);
        s18.intoArray(sums, s + 288);
        s19.intoArray(sums, s + 304);
        s20.intoArray(sums, s + 320);
        s21.intoArray(sums, s + 336);
        s22.intoArray(sums, s + 352);
        s23.intoArray(sums, s + 368);
    }
}
