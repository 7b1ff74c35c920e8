package dev.tenon.cpu;

import dev.tenon.ops.NativeBatchNorm;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Batch norm by the batch's own statistics. A thread takes whole channels: three passes over a channel find it in the cache. */
public final class NativeBatchNormKernel implements Kernel<NativeBatchNorm> {
    @Override
    public void run(NativeBatchNorm op, KernelCall call) {
        var lane = Lane.of(call.out(0).dtype());
        var channels = Channels.of(call.in(0));
        try (var in = Dense.read(channels.order(call.in(0)), lane.dtype());
            var weight = Parameter.of(call, 1, channels.count(), 1, lane);
            var bias = Parameter.of(call, 2, channels.count(), 0, lane);
            var out = Dense.write(channels.order(call.out(0)), lane.dtype());
            var mean = Dense.write(call.out(1), lane.dtype());
            var variance = Dense.write(call.out(2), lane.dtype())) {
            var pass = new Pass(RowMath.of(lane), channels, lane.bytes(), in.address(), out.address());
            Workers.run(channels.count(), 1, (from, until) -> {
                for (long c = from; c < until; c++) {
                    double m = pass.mean(c);
                    double v = pass.variance(c, m);
                    pass.math.put(mean.address(), c, m);
                    pass.math.put(variance.address(), c, v);
                    double factor = pass.math.at(weight.address(), c) / Math.sqrt(v + op.eps());
                    pass.write(c, factor, pass.math.at(bias.address(), c) - m * factor);
                }
            });
        }
    }

    private record Pass(RowMath math, Channels channels, int bytes, long in, long out) {
        double mean(long c) {
            double sum = 0;
            for (long run = 0; run < channels.runs(); run++) {
                sum += math.sum(in + channels.offset(c, run) * bytes, channels.length());
            }
            return sum / channels.size();
        }

        double variance(long c, double mean) {
            double sum = 0;
            for (long run = 0; run < channels.runs(); run++) {
                sum += math.squares(in + channels.offset(c, run) * bytes, mean, channels.length());
            }
            return sum / channels.size();
        }

        void write(long c, double factor, double plus) {
            for (long run = 0; run < channels.runs(); run++) {
                long offset = channels.offset(c, run) * bytes;
                math.affine(in + offset, factor, plus, out + offset, channels.length());
            }
        }
    }
}
