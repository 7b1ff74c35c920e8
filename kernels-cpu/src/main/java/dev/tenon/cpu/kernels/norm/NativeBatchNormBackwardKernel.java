package dev.tenon.cpu.kernels.norm;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.ops.NativeBatchNormBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The gradient of batch norm: {@code gx = w * r * (g - mean(g) - xhat * mean(g * xhat))} with {@code xhat = (x - mean) * r}. */
public final class NativeBatchNormBackwardKernel implements Kernel<NativeBatchNormBackward> {
    @Override
    public void run(NativeBatchNormBackward op, KernelCall call) {
        var operands = new NativeBatchNormBackward.Operands(call);
        var lane = Lane.of(operands.gradInput().dtype());
        var channels = Channels.of(operands.input());
        try (var g = Dense.read(channels.order(operands.gradOutput()), lane.dtype());
            var x = Dense.read(channels.order(operands.input()), lane.dtype());
            var weight = Parameter.of(operands.weight(), channels.count(), 1, lane);
            var mean = Dense.read(operands.mean(), lane.dtype());
            var rstd = Dense.read(operands.rstd(), lane.dtype());
            var gx = Dense.write(channels.order(operands.gradInput()), lane.dtype());
            var gw = Dense.write(operands.gradWeight(), lane.dtype());
            var gb = Dense.write(operands.gradBias(), lane.dtype())) {
            var math = RowMath.of(lane);
            Workers.run(channels.count(), 1, (from, until) -> {
                for (long c = from; c < until; c++) {
                    double m = math.at(mean.address(), c);
                    double r = math.at(rstd.address(), c);
                    var pass = new Pass(math.careful(lane, r), channels, lane.bytes(), g.address(), x.address(), gx.address());
                    double sum = pass.sum(c);
                    double dot = pass.dot(c, m);
                    pass.write(c, m, RowMath.Coefficients.of(math.at(weight.address(), c) * r, r, sum, dot, channels.size()));
                    math.put(gw.address(), c, dot * r);
                    math.put(gb.address(), c, sum);
                }
            });
        }
    }

    private record Pass(RowMath math, Channels channels, int bytes, long g, long x, long gx) {
        double sum(long c) {
            double sum = 0;
            for (long run = 0; run < channels.runs(); run++) {
                sum += math.sum(g + channels.offset(c, run) * bytes, channels.length());
            }
            return sum;
        }

        double dot(long c, double mean) {
            double sum = 0;
            for (long run = 0; run < channels.runs(); run++) {
                long offset = channels.offset(c, run) * bytes;
                sum += math.dot(g + offset, x + offset, mean, channels.length());
            }
            return sum;
        }

        void write(long c, double mean, RowMath.Coefficients factors) {
            for (long run = 0; run < channels.runs(); run++) {
                long offset = channels.offset(c, run) * bytes;
                math.centredBackward(g + offset, x + offset, mean, factors, gx + offset, channels.length());
            }
        }
    }
}
