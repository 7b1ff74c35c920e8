package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.HeapScratch;
import dev.tenon.cpu.engine.HeapScratch.Slot;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Floats;

/**
 * Convolution in float32 as a gather: the forward direction, or one phase of the gradient with respect to the input.
 * Pieces of a few rows of one image are staged with their zero border, multiplied by the packed weight tile by tile,
 * and turned from one row for each position into one plane for each channel on the way out.
 */
final class TapConv {
    private static final int LANES = ConvTile.LANES;
    private static final int WIDEST = LANES * ConvTile.WIDEST;
    /** Positions computed together: their sums stay in the second-level cache. */
    private static final int POSITIONS = 256;
    /** Floats staged together, for the same reason. */
    private static final int STAGED = 1 << 16;
    /** Rows of the weight used before going to the next positions. */
    private static final int DEPTH = 192;
    /** Pieces of work below which channels are divided too. */
    private static final int FEW = 8;

    /** One image of one group on one side of the convolution. */
    record Side(int channels, int height, int width) {
        long size() {
            return (long) channels * height * width;
        }
    }

    private final Side source;
    private final Side destination;
    private final int groups;
    private final TapAxis y;
    private final TapAxis x;
    private final ConvPack pack;
    private final ConvStage stage;
    private final int rows;
    private final int pieces;

    TapConv(Side source, Side destination, int groups, TapAxis y, TapAxis x, ConvPack pack) {
        this.source = source;
        this.destination = destination;
        this.groups = groups;
        this.y = y;
        this.x = x;
        this.pack = pack;
        this.stage = new ConvStage(y, x, source.height, source.width);
        int most = Math.max(1, Math.min(POSITIONS / x.count(), STAGED / Math.max(1, source.channels * stage.channelSize(1))));
        this.pieces = (y.count() + most - 1) / most;
        this.rows = (y.count() + pieces - 1) / pieces;
    }

    /** Runs over all images. {@code bias} has one float for each channel of all groups, or is 0. */
    void run(int batch, long from, long bias, long to) {
        int blocks = ConvTile.blocks(pack.columns() / LANES);
        long tasks = (long) batch * groups * pieces;
        int split = tasks < FEW ? blocks : 1;
        Workers.run(tasks * split, 1, (first, last) -> {
            for (long task = first; task < last; task++) {
                long piece = task / split;
                int block = (int) (task % split);
                piece(piece, block, split == 1 ? blocks : block + 1, from, bias, to);
            }
        });
    }

    private void piece(long piece, int firstBlock, int lastBlock, long from, long bias, long to) {
        long image = piece / pieces;
        int row = (int) (piece % pieces) * rows;
        int n = Math.min(rows, y.count() - row);
        if (n <= 0) {
            return;
        }
        var own = HeapScratch.of();
        var staged = own.floats(Slot.SOURCE, Math.max(1, source.channels * stage.channelSize(n)));
        stage.run(from + 4 * image * source.size(), source.channels, row, n, staged);
        int positions = n * x.count();
        var bases = own.ints(Slot.SOURCE, positions + ConvTile.TALLEST);
        stage.bases(n, bases, ConvTile.TALLEST);
        var offsets = own.ints(Slot.COLUMNS, pack.depth());
        stage.offsets(source.channels, n, offsets, 0);
        var sums = own.floats(Slot.SUMS, (positions + LANES + ConvTile.TALLEST) * WIDEST);
        int group = (int) (image % groups);
        for (int block = firstBlock; block < lastBlock; block++) {
            int vectors = ConvTile.width(pack.columns() / LANES, block);
            int channel = block * 2 * LANES;
            multiply(vectors, staged, bases, positions, offsets, pack.start(group, block), sums);
            long plane = to + 4 * (image * destination.size() + (long) channel * destination.height * destination.width);
            long ownBias = bias == 0 ? 0 : bias + 4L * (group * destination.channels + channel);
            var out = new Target(plane, ownBias, Math.min(vectors * LANES, destination.channels - channel), row, n);
            write(sums, vectors, out);
        }
    }

    /** All positions by {@code vectors * 16} channels. A tile that overhangs repeats the last position; nothing reads what it leaves. */
    private void multiply(int vectors, float[] staged, int[] bases, int positions, int[] offsets, int weight, float[] sums) {
        int tall = ConvTile.rows(vectors);
        int width = vectors * LANES;
        var tile = HeapScratch.of().floats(Slot.TILE, tall * width);
        int depthBlock = pack.depth() / Math.max(1, (pack.depth() + DEPTH - 1) / DEPTH) + 1;
        int k = 0;
        do {
            int end = Math.min(pack.depth(), k + depthBlock);
            for (int p = 0; p < positions; p += tall) {
                int at = weight + k * width;
                if (k == 0) {
                    ConvTile.run(vectors, staged, bases, p, offsets, 0, end, pack.packed(), at, sums, p * width);
                } else {
                    ConvTile.run(vectors, staged, bases, p, offsets, k, end, pack.packed(), at, tile, 0);
                    ConvMoves.add(tile, 0, sums, p * width, tall * width);
                }
            }
            k = end;
        } while (k < pack.depth());
    }

    /** Where a block of channels of some rows goes. */
    private record Target(long plane, long bias, int channels, int row, int rows) {}

    private void write(float[] sums, int vectors, Target out) {
        int positions = out.rows * x.count();
        int padded = (positions + LANES - 1) & -LANES;
        var lines = HeapScratch.of().floats(Slot.ROWS, LANES * padded);
        for (int v = 0; v < vectors; v++) {
            for (int p = 0; p < padded; p += LANES) {
                ConvMoves.transpose(sums, p * vectors * LANES + v * LANES, vectors * LANES, lines, p, padded);
            }
            for (int i = 0; i < LANES && v * LANES + i < out.channels; i++) {
                int channel = v * LANES + i;
                float plus = out.bias == 0 ? 0 : UncheckedAccess.f32(out.bias, channel);
                writeChannel(lines, i * padded, plus, out.plane + 4L * channel * destination.height * destination.width, out);
            }
        }
    }

    private void writeChannel(float[] lines, int at, float plus, long plane, Target out) {
        if (x.dstStep() == 1 && y.dstStep() == 1) {
            Floats.out(lines, at, plus, plane + 4L * out.row * destination.width, out.rows * x.count());
            return;
        }
        for (int r = 0; r < out.rows; r++) {
            long line = plane + 4L * ((y.dst() + (long) (out.row + r) * y.dstStep()) * destination.width + x.dst());
            for (int c = 0; c < x.count(); c++) {
                UncheckedAccess.f32(line, (long) c * x.dstStep(), lines[at + r * x.count() + c] + plus);
            }
        }
    }
}
