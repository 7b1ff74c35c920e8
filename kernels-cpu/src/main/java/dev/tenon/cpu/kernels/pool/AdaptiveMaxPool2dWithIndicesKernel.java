package dev.tenon.cpu.kernels.pool;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.AdaptiveMaxPool2dWithIndices;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.PoolWindow;

/**
 * The largest element of every window of nearly one size, and its place in the plane: the first of equal ones, and NaN before all, the last
 * of several.
 */
public final class AdaptiveMaxPool2dWithIndicesKernel implements Kernel<AdaptiveMaxPool2dWithIndices> {
    @Override
    public void run(AdaptiveMaxPool2dWithIndices op, KernelCall call) {
        var operands = new AdaptiveMaxPool2dWithIndices.Operands(call);
        var windows = AdaptiveAveraging.of(operands.input(), operands.values());
        var lane = Lane.of(operands.input().dtype());
        long plane = (long) windows.height() * windows.width();
        long outPlane = (long) windows.outHeight() * windows.outWidth();
        try (var in = Dense.read(operands.input(), lane.dtype());
            var values = Dense.write(operands.values(), lane.dtype());
            var indices = Dense.write(operands.indices(), DType.INT64)) {
            Workers.run(outPlane == 0 ? 0 : PoolWindow.planes(operands.input()), Workers.grain(plane), (from, until) -> {
                for (long p = from; p < until; p++) {
                    long to = p * outPlane;
                    plane(windows, lane, in.address() + p * plane * lane.bytes(), values.address() + to * lane.bytes(), indices.address()
                        + to * Long.BYTES);
                }
            });
        }
    }

    private static void plane(AdaptiveAveraging windows, Lane lane, long x, long y, long index) {
        for (int oy = 0; oy < windows.outHeight(); oy++) {
            for (int ox = 0; ox < windows.outWidth(); ox++) {
                long at = (long) oy * windows.outWidth() + ox;
                long best = best(windows, lane == Lane.F32, x, oy, ox);
                Cells.move(lane.bytes(), x, best, y, at);
                UncheckedAccess.i64(index, at, best);
            }
        }
    }

    private static long best(AdaptiveAveraging windows, boolean single, long x, int oy, int ox) {
        long best = (long) windows.top(oy) * windows.width() + windows.left(ox);
        double max = Double.NEGATIVE_INFINITY;
        for (int i = windows.top(oy); i < windows.bottom(oy); i++) {
            for (int j = windows.left(ox); j < windows.right(ox); j++) {
                long at = (long) i * windows.width() + j;
                double value = single ? UncheckedAccess.f32(x, at) : UncheckedAccess.f64(x, at);
                if (value > max || Double.isNaN(value)) {
                    max = value;
                    best = at;
                }
            }
        }
        return best;
    }
}
