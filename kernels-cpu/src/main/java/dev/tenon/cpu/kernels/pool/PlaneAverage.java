package dev.tenon.cpu.kernels.pool;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.spi.PoolWindow;

/** Averages over windows of planes, and their gradient; kinds of pooling differ in where windows lie and what divides their sums. */
interface PlaneAverage {
    /** Rows of a window that vectors are worth it for. */
    int LONG = 16;

    /** The first row of a window inside the plane. */
    int top(int oy);

    /** The row behind its last. */
    int bottom(int oy);

    int left(int ox);

    int right(int ox);

    long divisor(int oy, int ox);

    /** Averages all planes. */
    default void forward(UncheckedOperand input, UncheckedOperand output) {
        var lane = Lane.of(output.dtype());
        int height = PoolWindow.size(output, 2);
        int width = PoolWindow.size(output, 1);
        int inWidth = PoolWindow.size(input, 1);
        long plane = (long) PoolWindow.size(input, 2) * inWidth;
        long pooled = (long) height * width;
        try (var in = Dense.read(input, lane.dtype()); var out = Dense.write(output, lane.dtype())) {
            Workers.run(pooled == 0 ? 0 : PoolWindow.planes(output), Workers.grain(Math.max(plane, pooled)), (from, until) -> {
                for (long p = from; p < until; p++) {
                    long x = in.address() + p * plane * lane.bytes();
                    long y = out.address() + p * pooled * lane.bytes();
                    for (int oy = 0; oy < height; oy++) {
                        for (int ox = 0; ox < width; ox++) {
                            average(lane, x, inWidth, y, (long) oy * width + ox, oy, ox);
                        }
                    }
                }
            });
        }
    }

    private void average(Lane lane, long x, int width, long y, long at, int oy, int ox) {
        int right = right(ox);
        int bottom = bottom(oy);
        // A window that lies in the padding alone averages nothing.
        long divisor = bottom <= top(oy) || right <= left(ox) ? 1 : divisor(oy, ox);
        if (lane == Lane.I64) {
            long sum = 0;
            for (int i = top(oy); i < bottom; i++) {
                for (int j = left(ox); j < right; j++) {
                    sum += UncheckedAccess.i64(x, (long) i * width + j);
                }
            }
            UncheckedAccess.i64(y, at, sum / divisor);
            return;
        }
        var math = RowMath.of(lane);
        double sum = 0;
        if (left(ox) == 0 && right == width) {
            sum = math.sum(x + (long) top(oy) * width * lane.bytes(), (long) Math.max(0, bottom - top(oy)) * width);
        } else {
            for (int i = top(oy); i < bottom; i++) {
                sum += rowSum(math, x, (long) i * width + left(ox), right - left(ox), lane);
            }
        }
        math.put(y, at, sum / divisor);
    }

    private static double rowSum(RowMath math, long x, long first, int n, Lane lane) {
        if (n >= LONG) {
            return math.sum(x + first * lane.bytes(), n);
        }
        double sum = 0;
        for (long i = first; i < first + n; i++) {
            sum += lane == Lane.F32 ? UncheckedAccess.f32(x, i) : UncheckedAccess.f64(x, i);
        }
        return sum;
    }

    /** Spreads the gradient {@code output} of the averages over the windows in {@code input}. */
    default void backward(UncheckedOperand output, UncheckedOperand input) {
        var lane = Lane.of(input.dtype());
        var math = RowMath.of(lane);
        int height = PoolWindow.size(output, 2);
        int width = PoolWindow.size(output, 1);
        int inWidth = PoolWindow.size(input, 1);
        long plane = (long) PoolWindow.size(input, 2) * inWidth;
        long pooled = (long) height * width;
        try (var g = Dense.read(output, lane.dtype()); var out = Dense.write(input, lane.dtype())) {
            Workers.run(plane == 0 ? 0 : PoolWindow.planes(input), Workers.grain(Math.max(plane, pooled)), (from, until) -> {
                for (long p = from; p < until; p++) {
                    long x = out.address() + p * plane * lane.bytes();
                    long y = g.address() + p * pooled * lane.bytes();
                    UncheckedAccess.fill(x, plane * lane.bytes(), (byte) 0);
                    for (int oy = 0; oy < height; oy++) {
                        for (int ox = 0; ox < width; ox++) {
                            spread(lane, math.at(y, (long) oy * width + ox) / divisor(oy, ox), x, inWidth, oy, ox);
                        }
                    }
                }
            });
        }
    }

    private void spread(Lane lane, double share, long x, int width, int oy, int ox) {
        int right = right(ox);
        int bottom = bottom(oy);
        for (int i = top(oy); i < bottom; i++) {
            for (int j = left(ox); j < right; j++) {
                long at = (long) i * width + j;
                if (lane == Lane.F32) {
                    UncheckedAccess.f32(x, at, UncheckedAccess.f32(x, at) + (float) share);
                } else {
                    UncheckedAccess.f64(x, at, UncheckedAccess.f64(x, at) + share);
                }
            }
        }
    }
}
