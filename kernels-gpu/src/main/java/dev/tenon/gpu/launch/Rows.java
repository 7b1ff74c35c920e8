package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.spi.Axis;

/**
 * The rows along one dimension of row-major memory {@code [outer, n, inner]}, and how {@code rows.cuh} shares them out: short rows to
 * warps, longer ones to blocks, in both cases kept in registers.
 */
public record Rows(long outer, long n, long inner) {
    /** Rows that four elements for each lane of a warp hold, and sixteen. */
    private static final int SHORT = 4 * 32;
    private static final int WARP = 16 * 32;
    /** Elements of each thread of a block, and its threads. */
    private static final int EACH = 16;
    private static final int MOST_THREADS = 512;
    private static final int WARPS = 8;

    public static Rows along(UncheckedOperand operand, long dim) {
        var axis = Axis.of(operand.sizes(), dim);
        return new Rows(axis.outer(), axis.size(), axis.inner());
    }

    public boolean isEmpty() {
        return outer == 0 || n == 0 || inner == 0;
    }

    public boolean isShort() {
        return n <= SHORT;
    }

    public boolean fitsWarp() {
        return n <= WARP;
    }

    public boolean fitsBlock() {
        return n <= (long) EACH * MOST_THREADS;
    }

    /** The grid of a kernel whose warps take a row each. */
    public Dim warpGrid() {
        return Dim.of(Math.toIntExact(Math.ceilDiv(outer, WARPS)));
    }

    public static Dim warpBlock() {
        return Dim.of(32 * WARPS);
    }

    /** The grid of a kernel whose blocks take a row each. */
    public Dim blockGrid() {
        return Dim.of(Math.toIntExact(outer));
    }

    /** Enough threads to hold a row; the most for one that cannot be held. */
    public Dim block() {
        return Dim.of((int) Math.clamp(Math.ceilDiv(n, 32L * EACH) * 32, 32, MOST_THREADS));
    }

    /** The grid of a kernel whose blocks take 32 columns of {@code [n, inner]} each. */
    public Dim columnGrid() {
        return Dim.of(Math.toIntExact(Math.multiplyExact(outer, Math.ceilDiv(inner, 32L))));
    }

    /** Whether rows of all these can be read by 16 bytes. */
    public static boolean arePacked(long n, DType dtype, long... addresses) {
        boolean packed = n * dtype.bytes() % 16 == 0;
        for (long address : addresses) {
            packed &= address % 16 == 0;
        }
        return packed;
    }
}
