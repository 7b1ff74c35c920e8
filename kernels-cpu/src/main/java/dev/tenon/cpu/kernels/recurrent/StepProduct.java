package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.blas.Gemm;
import dev.tenon.cpu.engine.HeapScratch;
import dev.tenon.cpu.engine.HeapScratch.Slot;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Simd;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Floats;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The product of the states of some sequences with a weight, which is the same in every step: OpenBLAS would arrange it anew each time, so for
 * wide registers it is arranged once, in panels of 32 columns.
 *
 * @param inner the size that is summed over
 * @param columns of the result
 * @param turned whether the weight is stored as {@code [columns, inner]} and not as {@code [inner, columns]}
 * @param packed the panels, which belong to the thread that arranged them, or null where OpenBLAS multiplies
 */
@SuppressWarnings("ArrayRecordComponent") // read by the threads of one call, never compared
record StepProduct(Lane lane, long weight, long inner, long columns, boolean turned, float @Nullable [] packed) {
    /** Steps that are worth the arrangement. */
    private static final int FEW = 4;
    private static final long MOST = 1 << 26;

    /** By OpenBLAS. */
    static StepProduct plain(Lane lane, long weight, long inner, long columns, boolean turned) {
        return new StepProduct(lane, weight, inner, columns, turned, null);
    }

    /** For so many steps; the one product of a kernel that is arranged. */
    static StepProduct of(Lane lane, long weight, long inner, long columns, boolean turned, int steps) {
        long panels = Math.ceilDiv(columns, 32);
        boolean isWorth = lane == Lane.F32 && Simd.ENABLED && steps >= FEW && panels * 32 * inner <= MOST;
        return isWorth && Wide.fits() ? new StepProduct(lane, weight, inner, columns, turned, pack(weight, inner, columns, turned, panels))
            : plain(lane, weight, inner, columns, turned);
    }

    /** Loaded only where vectors are enabled. */
    private static final class Wide {
        static boolean fits() {
            return StepTile.fits();
        }
    }

    private static float[] pack(long weight, long inner, long columns, boolean turned, long panels) {
        int k = (int) inner;
        var packed = HeapScratch.of().floats(Slot.WEIGHTS, (int) panels * k * 32);
        Workers.run(panels, Math.max(1, (1 << 14) / (32 * Math.max(1, inner))), (from, to) -> {
            for (int panel = (int) from; panel < to; panel++) {
                int first = panel * 32;
                int n = (int) Math.min(32, columns - first);
                if (turned) {
                    turn(weight + 4 * first * inner, k, n, packed, first * k);
                } else {
                    for (int i = 0; i < k; i++) {
                        row(weight + 4 * (i * columns + first), n, packed, first * k + i * 32);
                    }
                }
            }
        });
        return packed;
    }

    private static void turn(long weight, int k, int n, float[] packed, int at) {
        for (int column = 0; column < 32; column++) {
            for (int i = 0; i < k; i++) {
                packed[at + i * 32 + column] = column < n ? UncheckedAccess.f32(weight, (long) column * k + i) : 0;
            }
        }
    }

    private static void row(long weight, int n, float[] packed, int at) {
        Floats.in(weight, packed, at, n);
        Arrays.fill(packed, at + n, at + 32, 0);
    }

    /** {@code to = rows · weight}, added to what is there where {@code adds}; on the calling thread. */
    void run(long from, long rows, boolean adds, long to) {
        if (packed != null) {
            tiles(packed, from, (int) rows, adds, to);
            return;
        }
        long pitch = Math.max(1, turned ? inner : columns);
        if (lane == Lane.F32) {
            Gemm.f32Single(false, turned, rows, columns, inner, 1, from, inner, weight, pitch, adds ? 1 : 0, to, columns);
        } else {
            Gemm.f64Single(false, turned, rows, columns, inner, 1, from, inner, weight, pitch, adds ? 1 : 0, to, columns);
        }
    }

    private void tiles(float[] panels, long from, int rows, boolean adds, long to) {
        int k = (int) inner;
        var own = HeapScratch.of();
        var x = own.floats(Slot.SOURCE, rows * k);
        var sums = own.floats(Slot.SUMS, StepTile.ROWS * StepTile.COLUMNS);
        Floats.in(from, x, 0, rows * k);
        for (int first = 0; first < columns; first += StepTile.COLUMNS) {
            int n = (int) Math.min(StepTile.COLUMNS, columns - first);
            int row = 0;
            for (; row + StepTile.ROWS <= rows; row += StepTile.ROWS) {
                StepTile.eight(x, row * k, panels, first * k, k, sums);
                for (int i = 0; i < StepTile.ROWS; i++) {
                    StepTile.out(sums, i * StepTile.COLUMNS, n, adds, to + 4 * ((row + i) * columns + first));
                }
            }
            for (; row < rows; row++) {
                StepTile.one(x, row * k, panels, first * k, k, sums);
                StepTile.out(sums, 0, n, adds, to + 4 * (row * columns + first));
            }
        }
    }
}
