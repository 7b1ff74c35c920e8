package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.HeapScratch;
import dev.tenon.cpu.engine.HeapScratch.Slot;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Floats;
import dev.tenon.spi.Convolution;
import java.util.Arrays;

/**
 * The gradient of a convolution with respect to its weight, in float32:
 * {@code gw[o, k] = sum over positions of x[k, position] * g[o, position]}.
 * A tile is 6 to 12 of the k by up to 64 output channels; the output's gradient is turned so that channels lie side by side.
 * The batch is cut into pieces whose number depends on the sizes alone, and their sums are added in order.
 */
final class TapWeight {
    private static final int LANES = ConvTile.LANES;
    private static final int POSITIONS = 256;
    private static final int STAGED = 1 << 16;
    /** Rows of the result that one task computes, so that turning the gradient is worth it. */
    private static final int DEPTH = 512;
    private static final int TASKS = 32;
    /** Bytes for the pieces' sums. */
    private static final long SUMS = 32L << 20;

    private final Convolution g;
    private final ConvStage stage;
    private final int columns;
    private final int channelsPerTask;
    private final int channelTasks;
    private final int pieces;
    private final int rows;

    TapWeight(Convolution g) {
        this.g = g;
        var y = TapAxis.forward(g.outHeight(), g.kernelHeight(), g.strideY(), g.padY(), g.dilationY());
        var x = TapAxis.forward(g.outWidth(), g.kernelWidth(), g.strideX(), g.padX(), g.dilationX());
        stage = new ConvStage(y, x, g.height(), g.width());
        columns = (g.groupOutChannels() + LANES - 1) & -LANES;
        channelsPerTask = Math.clamp(DEPTH / g.taps(), 1, g.groupChannels());
        channelTasks = (g.groupChannels() + channelsPerTask - 1) / channelsPerTask;
        long bytes = 4L * g.groups() * g.depth() * columns;
        long wanted = Math.max(1, TASKS / ((long) g.groups() * channelTasks));
        pieces = Math.clamp(Math.min(wanted, SUMS / bytes), 1, g.batch());
        rows = Math.clamp(Math.min(POSITIONS / g.outWidth(), STAGED / (channelsPerTask * stage.channelSize(1))), 1, g.outHeight());
    }

    /** Computes the gradient from the input, the output's gradient {@code grad}, all contiguous, into {@code to}. */
    void run(long input, long grad, long to) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            long sums = scratch.take(4L * pieces * g.groups() * g.depth() * columns);
            Workers.run((long) pieces * g.groups() * channelTasks, 1, (from, until) -> {
                for (long task = from; task < until; task++) {
                    task((int) (task / channelTasks), (int) (task % channelTasks) * channelsPerTask, input, grad, sums);
                }
            });
            int blocks = columns / LANES;
            Workers.run((long) g.groups() * blocks, 1, (from, until) -> {
                for (long i = from; i < until; i++) {
                    combine((int) (i / blocks), (int) (i % blocks) * LANES, sums, to);
                }
            });
        } finally {
            scratch.release(mark);
        }
    }

    /** The sums of one piece of the batch for one group: rows k, from those of channel {@code first} on, columns output channels. */
    private void task(int pieceAndGroup, int first, long input, long grad, long sums) {
        int piece = pieceAndGroup / g.groups();
        int group = pieceAndGroup % g.groups();
        int channels = Math.min(channelsPerTask, g.groupChannels() - first);
        int depth = channels * g.taps();
        long to = sums + 4L * ((long) pieceAndGroup * g.depth() + (long) first * g.taps()) * columns;
        UncheckedAccess.fill(to, 4L * depth * columns, (byte) 0);
        int firstImage = (int) ((long) g.batch() * piece / pieces);
        int lastImage = (int) ((long) g.batch() * (piece + 1) / pieces);
        for (int image = firstImage; image < lastImage; image++) {
            long x = input + 4 * ((long) image * g.channels() + (long) group * g.groupChannels() + first) * g.plane();
            long y = grad + 4 * ((long) image * g.outChannels() + (long) group * g.groupOutChannels()) * g.outPlane();
            for (int row = 0; row < g.outHeight(); row += rows) {
                chunk(x, channels, y, row, Math.min(rows, g.outHeight() - row), to);
            }
        }
    }

    private void chunk(long x, int channels, long y, int row, int n, long to) {
        var own = HeapScratch.of();
        var staged = own.floats(Slot.SOURCE, channels * stage.channelSize(n));
        stage.run(x, channels, row, n, staged);
        int positions = n * g.outWidth();
        var positionOffsets = own.ints(Slot.COLUMNS, positions);
        stage.bases(n, positionOffsets, 0);
        var bases = own.ints(Slot.SOURCE, channels * g.taps() + ConvTile.TALLEST);
        int depth = stage.offsets(channels, n, bases, ConvTile.TALLEST);
        int padded = (positions + LANES - 1) & -LANES;
        var turned = own.floats(Slot.SUMS, padded * columns);
        turn(y + 4L * row * g.outWidth(), positions, padded, turned);
        for (int block = 0; block < ConvTile.blocks(columns / LANES); block++) {
            int column = block * 2 * LANES;
            int vectors = ConvTile.width(columns / LANES, block);
            int tall = ConvTile.rows(vectors);
            var tile = own.floats(Slot.TILE, tall * vectors * LANES);
            for (int k = 0; k < depth; k += tall) {
                ConvTile.run(vectors, staged, bases, k, positionOffsets, 0, positions, turned, column * padded, tile, 0);
                for (int r = 0; r < tall && k + r < depth; r++) {
                    ConvMoves.add(tile, r * vectors * LANES, to + 4L * ((k + r) * columns + column), vectors * LANES);
                }
            }
        }
    }

    /** From one plane for each channel to blocks with one row of channels for each position; channels that fill up to 16 are zero. */
    private void turn(long planes, int positions, int padded, float[] turned) {
        var lines = HeapScratch.of().floats(Slot.ROWS, LANES * padded);
        for (int column = 0; column < columns; column += LANES) {
            for (int i = 0; i < LANES; i++) {
                if (column + i < g.groupOutChannels()) {
                    Floats.in(planes + 4 * (column + i) * g.outPlane(), lines, i * padded, positions);
                } else {
                    Arrays.fill(lines, i * padded, i * padded + positions, 0);
                }
            }
            int block = ConvTile.blockOf(columns / LANES, column / LANES);
            int first = 2 * block * LANES;
            int step = ConvTile.width(columns / LANES, block) * LANES;
            for (int p = 0; p < padded; p += LANES) {
                ConvMoves.transpose(lines, p, padded, turned, first * padded + p * step + column - first, step);
            }
        }
    }

    /** Adds the pieces' sums in order and writes 16 output channels' weights. */
    private void combine(int group, int column, long sums, long to) {
        var own = HeapScratch.of();
        var total = own.floats(Slot.ROWS, LANES * LANES);
        var turned = own.floats(Slot.TILE, LANES * LANES);
        for (int k = 0; k < g.depth(); k += LANES) {
            int n = Math.min(LANES, g.depth() - k);
            for (int r = 0; r < n; r++) {
                long row = 4L * ((long) (k + r) * columns + column);
                Floats.in(sums + 4L * (long) group * g.depth() * columns + row, total, r * LANES, LANES);
                for (int piece = 1; piece < pieces; piece++) {
                    ConvMoves.add(sums + 4L * ((long) piece * g.groups() + group) * g.depth() * columns + row, total, r * LANES);
                }
            }
            ConvMoves.transpose(total, 0, LANES, turned, 0, LANES);
            for (int i = 0; i < LANES && column + i < g.groupOutChannels(); i++) {
                Floats.out(turned, i * LANES, 0, to + 4L * ((long) (group * g.groupOutChannels() + column + i) * g.depth() + k), n);
            }
        }
    }
}
