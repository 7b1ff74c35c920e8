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
        var operands = new NativeLayerNorm.Operands(call);
        var lane = Lane.of(operands.output().dtype());
        long n = length(op.normalizedShape().toArray());
        var math = RowMath.of(lane, n);
        try (var in = Dense.read(operands.input(), lane.dtype());
            var weight = Parameter.of(operands.weight(), n, 1, lane);
            var bias = Parameter.of(operands.bias(), n, 0, lane);
            var out = Dense.write(operands.output(), lane.dtype());
            var mean = Dense.write(operands.mean(), lane.dtype());
            var rstd = Dense.write(operands.rstd(), lane.dtype())) {
            long x = in.address();
            long y = out.address();
            Workers.run(operands.mean().numel(), Workers.grain(n), (from, until) -> {
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
