package dev.tenon.cpu.kernels.norm;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.Moments;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.ops.NativeBatchNorm;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Batch norm by the batch's own statistics. A thread takes whole channels: two passes over a channel find it in the cache. */
public final class NativeBatchNormKernel implements Kernel<NativeBatchNorm> {
    @Override
    public void run(NativeBatchNorm op, KernelCall call) {
        var operands = new NativeBatchNorm.Operands(call);
        var lane = Lane.of(operands.output().dtype());
        var channels = Channels.of(operands.input());
        var math = RowMath.of(lane);
        try (var in = Dense.read(channels.order(operands.input()), lane.dtype());
            var weight = Parameter.of(operands.weight(), channels.count(), 1, lane);
            var bias = Parameter.of(operands.bias(), channels.count(), 0, lane);
            var out = Dense.write(channels.order(operands.output()), lane.dtype());
            var mean = Dense.write(operands.mean(), lane.dtype());
            var variance = Dense.write(operands.var(), lane.dtype());
            var rstd = Dense.write(operands.rstd(), lane.dtype())) {
            Workers.run(channels.count(), 1, (from, until) -> {
                var moments = new Moments(math, lane);
                for (long c = from; c < until; c++) {
                    long first = channels.offset(c, 0) * lane.bytes();
                    moments.runs(in.address() + first, channels.runs(), channels.runStride(), channels.length());
                    double scale = moments.rstd(op.eps());
                    math.put(mean.address(), c, moments.mean());
                    math.put(variance.address(), c, moments.variance(channels.size()));
                    math.put(rstd.address(), c, scale);
                    double factor = math.at(weight.address(), c) * scale;
                    var loops = math.careful(lane, scale);
                    for (long run = 0; run < channels.runs(); run++) {
                        long offset = channels.offset(c, run) * lane.bytes();
                        loops.centred(in.address() + offset, moments.mean(), factor, math.at(bias.address(), c), out.address() + offset,
                            channels.length());
                    }
                }
            });
        }
    }
}
