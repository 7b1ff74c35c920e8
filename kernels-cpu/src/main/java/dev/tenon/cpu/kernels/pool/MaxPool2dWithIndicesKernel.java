package dev.tenon.cpu.kernels.pool;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Simd;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.MaxPool2dWithIndices;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.PoolWindow;

/** The largest element of every window and its place in the plane: the first of equal ones, and NaN before all, the last of several. */
public final class MaxPool2dWithIndicesKernel implements Kernel<MaxPool2dWithIndices> {
    @Override
    public void run(MaxPool2dWithIndices op, KernelCall call) {
        var operands = new MaxPool2dWithIndices.Operands(call);
        var window = PoolWindow.of(operands.input(), operands.values(), op.kernelSize(), op.stride(), op.padding(),
            op.dilation());
        var lane = Lane.of(operands.input().dtype());
        if (operands.values().numel() == 0) {
            return;
        }
        try (var in = Dense.read(operands.input(), lane.dtype());
            var values = Dense.write(operands.values(), lane.dtype());
            var indices = Dense.write(operands.indices(), DType.INT64)) {
            Workers.run(PoolWindow.planes(operands.input()), grain(window), (from, until) -> {
                long x = in.address() + from * window.plane() * lane.bytes();
                long y = values.address() + from * window.outPlane() * lane.bytes();
                long index = indices.address() + from * window.outPlane() * Long.BYTES;
                if (lane == Lane.F32 && Simd.ENABLED && MaxPoolRows.fits(window)) {
                    MaxPoolRows.run(window, until - from, x, y, index);
                    return;
                }
                for (long plane = 0; plane < until - from; plane++) {
                    plane(window, lane, x + plane * window.plane() * lane.bytes(), y + plane * window.outPlane() * lane.bytes(),
                        index + plane * window.outPlane() * Long.BYTES);
                }
            });
        }
    }

    /** How many planes a thread takes at least. */
    private static long grain(PoolWindow w) {
        return Workers.grain(Math.max(w.plane(), w.outPlane() * Math.min(w.plane(), w.taps())));
    }

    private static void plane(PoolWindow w, Lane lane, long x, long y, long index) {
        for (int oy = 0; oy < w.outHeight(); oy++) {
            for (int ox = 0; ox < w.outWidth(); ox++) {
                long at = (long) oy * w.outWidth() + ox;
                long best = lane == Lane.I64 ? bestLong(w, x, oy, ox) : best(w, lane == Lane.F32, x, oy, ox);
                Cells.move(lane.bytes(), x, best, y, at);
                UncheckedAccess.i64(index, at, best);
            }
        }
    }

    private static long best(PoolWindow w, boolean single, long x, int oy, int ox) {
        int top = w.top(oy);
        int left = w.left(ox);
        int bottom = (int) Math.min(w.height(), top + (w.kernelY() - 1L) * w.dilationY() + 1);
        int right = (int) Math.min(w.width(), left + (w.kernelX() - 1L) * w.dilationX() + 1);
        long best = (long) PoolWindow.inside(top, w.dilationY()) * w.width() + PoolWindow.inside(left, w.dilationX());
        double max = Double.NEGATIVE_INFINITY;
        for (int i = PoolWindow.inside(top, w.dilationY()); i < bottom; i += w.dilationY()) {
            for (int j = PoolWindow.inside(left, w.dilationX()); j < right; j += w.dilationX()) {
                long at = (long) i * w.width() + j;
                double value = single ? UncheckedAccess.f32(x, at) : UncheckedAccess.f64(x, at);
                if (value > max || Double.isNaN(value)) {
                    max = value;
                    best = at;
                }
            }
        }
        return best;
    }

    private static long bestLong(PoolWindow w, long x, int oy, int ox) {
        int top = w.top(oy);
        int left = w.left(ox);
        int bottom = (int) Math.min(w.height(), top + (w.kernelY() - 1L) * w.dilationY() + 1);
        int right = (int) Math.min(w.width(), left + (w.kernelX() - 1L) * w.dilationX() + 1);
        long best = (long) PoolWindow.inside(top, w.dilationY()) * w.width() + PoolWindow.inside(left, w.dilationX());
        long max = Long.MIN_VALUE;
        for (int i = PoolWindow.inside(top, w.dilationY()); i < bottom; i += w.dilationY()) {
            for (int j = PoolWindow.inside(left, w.dilationX()); j < right; j += w.dilationX()) {
                long at = (long) i * w.width() + j;
                if (UncheckedAccess.i64(x, at) > max) {
                    max = UncheckedAccess.i64(x, at);
                    best = at;
                }
            }
        }
        return best;
    }
}
