package dev.tenon.cpu.kernels.norm;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.ops.NativeLayerNormBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/**
 * The gradient of layer norm in one pass over the rows. Weight and bias gradients are summed over pieces of a fixed number of rows,
 * and the pieces in order, so that threads do not change a bit.
 */
public final class NativeLayerNormBackwardKernel implements Kernel<NativeLayerNormBackward> {
    /** Rows of a piece at least; few enough for threads to share, many enough for the pieces' sums to cost little. */
    private static final long PIECE = 32;
    private static final long PIECES = 64;

    @Override
    public void run(NativeLayerNormBackward op, KernelCall call) {
        var operands = new NativeLayerNormBackward.Operands(call);
        var lane = Lane.of(operands.gradInput().dtype());
        long n = NativeLayerNormKernel.length(op.normalizedShape().toArray());
        long rows = operands.mean().numel();
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try (var g = Dense.read(operands.gradOutput(), lane.dtype());
            var x = Dense.read(operands.input(), lane.dtype());
            var weight = Parameter.of(operands.weight(), n, 1, lane);
            var mean = Dense.read(operands.mean(), lane.dtype());
            var rstd = Dense.read(operands.rstd(), lane.dtype());
            var gx = Dense.write(operands.gradInput(), lane.dtype());
            var gw = Dense.write(operands.gradWeight(), lane.dtype());
            var gb = Dense.write(operands.gradBias(), lane.dtype())) {
            long piece = Math.max(PIECE, (rows + PIECES - 1) / PIECES);
            long pieces = (rows + piece - 1) / piece;
            var pass = new Pass(RowMath.of(lane, n), lane, n, g.address(), x.address(), weight.address(), mean.address(), rstd.address(),
                gx.address(),
                scratch.take(Math.max(1, pieces) * 2 * n * lane.bytes()));
            Workers.run(pieces, 1, (from, until) -> {
                for (long p = from; p < until; p++) {
                    pass.piece(p, p * piece, Math.min(rows, (p + 1) * piece));
                }
            });
            pass.total(pieces, gw.address(), gb.address());
        } finally {
            scratch.release(mark);
        }
    }

    /** Addresses of contiguous operands; {@code sums} has two rows for each piece. */
    private record Pass(RowMath math, Lane lane, long n, long g, long x, long weight, long mean, long rstd, long gx, long sums) {
        void piece(long piece, long first, long last) {
            long size = n * lane.bytes();
            long weightSum = sums + piece * 2 * size;
            UncheckedAccess.fill(weightSum, 2 * size, (byte) 0);
            var pair = new double[2];
            for (long row = first; row < last; row++) {
                long at = row * size;
                double m = math.at(mean, row);
                double r = math.at(rstd, row);
                var loops = math.careful(lane, r);
                loops.normSums(g + at, weight, x + at, m, pair, n);
                var factors = RowMath.Coefficients.of(r, r, pair[0], pair[1], n);
                loops.normBackward(g + at, weight, x + at, m, factors, gx + at, n);
                loops.normParameters(g + at, x + at, m, r, weightSum, weightSum + size, n);
            }
        }

        void total(long pieces, long gw, long gb) {
            long size = n * lane.bytes();
            UncheckedAccess.fill(gw, size, (byte) 0);
            UncheckedAccess.fill(gb, size, (byte) 0);
            for (long p = 0; p < pieces; p++) {
                math.add(sums + p * 2 * size, gw, n);
                math.add(sums + (p * 2 + 1) * size, gb, n);
            }
        }
    }
}
