package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.HeapScratch;
import dev.tenon.cpu.engine.HeapScratch.Slot;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Floats;
import dev.tenon.spi.Convolution;
import java.util.Arrays;

/**
 * The weight of a convolution as the matrices that {@link ConvTile} reads: for each group, blocks of destination channels, filled up to a
 * multiple of 16, and in a block one row for each source channel and tap. A block's rows lie close, so that the nearest cache holds them.
 *
 * @param packed the matrices, one behind the other; they belong to the thread that packed them
 * @param depth rows of a matrix
 * @param columns floats in the rows of all blocks
 */
record ConvPack(float[] packed, int depth, int columns) {
    private static final int LANES = ConvTile.LANES;

    /** Where the weight of one source channel, destination channel and kernel position lies. */
    private record Source(long weight, int kernel, int sources, int destinations, long sourceStride, long destinationStride, int[] taps) {}

    /** For the forward direction: from input channels to output channels. */
    static ConvPack forward(long weight, Convolution g, TapAxis y, TapAxis x) {
        return pack(new Source(weight, g.taps(), g.groupChannels(), g.groupOutChannels(), g.taps(), g.depth(), taps(g, y, x)), g.groups());
    }

    /** For the gradient of the input: from output channels to input channels, with this phase's taps. */
    static ConvPack backward(long weight, Convolution g, TapAxis y, TapAxis x) {
        return pack(new Source(weight, g.taps(), g.groupOutChannels(), g.groupChannels(), g.depth(), g.taps(), taps(g, y, x)), g.groups());
    }

    /** Where the matrix of one group and block begins. */
    int start(int group, int block) {
        return group * depth * columns + 2 * block * LANES * depth;
    }

    private static int[] taps(Convolution g, TapAxis y, TapAxis x) {
        var taps = new int[y.taps().length * x.taps().length];
        int n = 0;
        for (int ky : y.taps()) {
            for (int kx : x.taps()) {
                taps[n++] = ky * g.kernelWidth() + kx;
            }
        }
        return taps;
    }

    private static ConvPack pack(Source s, int groups) {
        int columns = (s.destinations + LANES - 1) & -LANES;
        int depth = s.sources * s.taps.length;
        var packed = HeapScratch.of().floats(Slot.WEIGHTS, groups * depth * columns);
        int blocks = columns / LANES;
        int perBlock = Math.max(1, (1 << 14) / (LANES * Math.max(1, depth)));
        Workers.run((long) groups * blocks, perBlock, (from, to) -> {
            for (long i = from; i < to; i++) {
                int group = (int) (i / blocks);
                int column = (int) (i % blocks) * LANES;
                long weight = s.weight + 4L * group * s.sources * s.destinations * s.kernel;
                int block = ConvTile.blockOf(blocks, column / LANES);
                int first = 2 * block * LANES;
                int step = ConvTile.width(blocks, block) * LANES;
                block(s, weight, column, packed, group * depth * columns + first * depth + column - first, step);
            }
        });
        return new ConvPack(packed, depth, columns);
    }

    /** Sixteen destination channels, from {@code first} on. */
    private static void block(Source s, long weight, int first, float[] packed, int at, int step) {
        int rows = Math.min(LANES, s.destinations - first);
        boolean whole = s.taps.length == s.kernel && s.sourceStride == s.kernel;
        int run = whole ? s.sources * s.kernel : s.kernel;
        int runs = whole ? 1 : s.sources;
        var own = HeapScratch.of();
        var lines = own.floats(Slot.ROWS, LANES * LANES);
        var turned = own.floats(Slot.TILE, LANES * LANES);
        for (int i = 0; i < runs; i++) {
            long source = weight + 4 * (i * s.sourceStride + first * s.destinationStride);
            for (int k = 0; k < run; k += LANES) {
                int n = Math.min(LANES, run - k);
                for (int r = 0; r < LANES; r++) {
                    if (r < rows) {
                        Floats.in(source + 4 * (r * s.destinationStride + k), lines, r * LANES, n);
                    } else {
                        Arrays.fill(lines, r * LANES, r * LANES + LANES, 0);
                    }
                }
                ConvMoves.transpose(lines, 0, LANES, turned, 0, LANES);
                if (whole) {
                    place(turned, 0, n, packed, at + k * step, step);
                } else {
                    placeTaps(s.taps, k, n, turned, packed, at + i * s.taps.length * step, step);
                }
            }
        }
    }

    private static void place(float[] turned, int row, int rows, float[] packed, int at, int step) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(turned, (row + r) * LANES, packed, at + r * step, LANES);
        }
    }

    /** The rows among [k, k + n) of one source channel that are taps. */
    private static void placeTaps(int[] taps, int k, int n, float[] turned, float[] packed, int at, int step) {
        for (int t = 0; t < taps.length; t++) {
            if (taps[t] >= k && taps[t] < k + n) {
                place(turned, taps[t] - k, 1, packed, at + t * step, step);
            }
        }
    }
}
