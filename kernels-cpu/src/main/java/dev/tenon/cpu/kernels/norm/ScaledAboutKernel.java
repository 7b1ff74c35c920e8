package dev.tenon.cpu.kernels.norm;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.ops.ScaledAbout;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/**
 * {@code (x - centre) * scale + shift} by channels, as a batch norm by given statistics is. Short runs of a channel are not taken by
 * themselves: its numbers are written out once for a whole image.
 */
public final class ScaledAboutKernel implements Kernel<ScaledAbout> {
    /** Elements that are worth a thread's while. */
    private static final long GRAIN = 16 * 1024;
    private static final long SHORT = 32;

    @Override
    public void run(ScaledAbout op, KernelCall call) {
        var operands = new ScaledAbout.Operands(call);
        var lane = Lane.of(operands.result().dtype());
        long channels = operands.centre().numel();
        long runs = channels * operands.input().sizes()[0];
        long length = runs == 0 ? 0 : operands.input().numel() / runs;
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try (var in = Dense.read(operands.input(), lane.dtype());
            var centre = Dense.read(operands.centre(), lane.dtype());
            var scale = Dense.read(operands.scale(), lane.dtype());
            var shift = Dense.read(operands.shift(), lane.dtype());
            var out = Dense.write(operands.result(), lane.dtype())) {
            var pass = new Pass(RowMath.of(lane), lane, channels, length, in.address(), out.address());
            if (length >= SHORT) {
                Workers.run(runs, Math.max(1, GRAIN / length), (from, until) -> pass.runs(from, until, centre.address(), scale.address(),
                    shift.address()));
            } else {
                long centres = pass.repeated(centre.address(), scratch);
                long scales = pass.repeated(scale.address(), scratch);
                long shifts = pass.repeated(shift.address(), scratch);
                Workers.run(runs == 0 ? 0 : runs / channels, Math.max(1, GRAIN / Math.max(1, channels * length)),
                    (from, until) -> pass.images(from, until, centres, scales, shifts));
            }
        } finally {
            scratch.release(mark);
        }
    }

    private record Pass(RowMath math, Lane lane, long channels, long length, long in, long out) {
        void runs(long from, long until, long centres, long scales, long shifts) {
            for (long i = from; i < until; i++) {
                long c = i % channels;
                long offset = i * length * lane.bytes();
                double scale = math.at(scales, c);
                math.careful(lane, scale).centred(in + offset, math.at(centres, c), scale, math.at(shifts, c), out + offset, length);
            }
        }

        void images(long from, long until, long centres, long scales, long shifts) {
            long n = channels * length;
            for (long i = from; i < until; i++) {
                long offset = i * n * lane.bytes();
                math.about(in + offset, centres, scales, shifts, out + offset, n);
            }
        }

        /** A number for each element of an image. */
        long repeated(long perChannel, Scratch scratch) {
            if (length == 1) {
                return perChannel;
            }
            long to = scratch.take(channels * length * lane.bytes());
            for (long c = 0; c < channels; c++) {
                for (long i = 0; i < length; i++) {
                    math.put(to, c * length + i, math.at(perChannel, c));
                }
            }
            return to;
        }
    }
}
