package dev.tenon.cpu.kernels.norm;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.Moments;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.ops.NativeLayerNorm;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/**
 * Layer norm: each row of the normalised dimensions minus its mean, by its standard deviation, times weight plus bias.
 * A row stays in the cache for all passes.
 */
public final class NativeLayerNormKernel implements Kernel<NativeLayerNorm> {
    @Override
    public void run(NativeLayerNorm op, KernelCall call) {
        var lane = Lane.of(call.out(0).dtype());
        long n = length(op.normalizedShape().toArray());
        var math = RowMath.of(lane, n);
        try (var in = Dense.read(call.in(0), lane.dtype());
            var weight = Parameter.of(call, 1, n, 1, lane);
            var bias = Parameter.of(call, 2, n, 0, lane);
            var out = Dense.write(call.out(0), lane.dtype());
            var mean = Dense.write(call.out(1), lane.dtype());
            var rstd = Dense.write(call.out(2), lane.dtype())) {
            long x = in.address();
            long y = out.address();
            Workers.run(call.out(1).numel(), Workers.grain(n), (from, until) -> {
                var moments = new Moments(math, lane);
                for (long row = from; row < until; row++) {
                    long offset = row * n * lane.bytes();
                    moments.row(x + offset, n);
                    double scale = moments.rstd(op.eps());
                    math.careful(lane, scale)
                        .normalise(x + offset, moments.mean(), scale, weight.address(), bias.address(), y + offset, n);
                    math.put(mean.address(), row, moments.mean());
                    math.put(rstd.address(), row, scale);
                }
            });
        }
    }

    /** How many elements are normalised together. */
    static long length(long[] normalizedShape) {
        long n = 1;
        for (long size : normalizedShape) {
            n *= size;
        }
        return n;
    }
}
