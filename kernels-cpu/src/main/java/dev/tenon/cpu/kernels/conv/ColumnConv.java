package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.blas.Gemm;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.reduce.Accumulate;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.spi.Convolution;

/**
 * Convolution by matrix products, in float or double: the inputs of a block of output positions are laid out as columns, and each image is
 * one product with the weight. For double, and for machines without the registers that {@link ConvTile} needs.
 */
final class ColumnConv {
    /** Bytes of columns at a time. */
    private static final long BLOCK = 1 << 20;
    private static final int PIECES = 16;

    private final Convolution g;
    private final Lane lane;
    private final RowMath math;
    private final int bytes;
    private final int rows;

    ColumnConv(Convolution g, Lane lane) {
        this.g = g;
        this.lane = lane;
        this.math = RowMath.of(lane);
        this.bytes = lane.bytes();
        long rowBytes = Math.max(1, (long) g.depth() * g.outWidth() * bytes);
        this.rows = Math.clamp(BLOCK / rowBytes, 1, Math.max(1, g.outHeight()));
    }

    /** What happens to the rows from {@code row} on of one image and group. */
    private interface Block {
        void run(int image, int group, int row, int n, long columns);
    }

    /** Every block of the images in [first, last), with memory for its columns. */
    private void blocks(long first, long last, Block block) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            long columns = scratch.take(Math.max(1, (long) g.depth() * rows * g.outWidth() * bytes));
            for (long i = first; i < last; i++) {
                for (int row = 0; row < g.outHeight(); row += rows) {
                    block.run((int) (i / g.groups()), (int) (i % g.groups()), row, Math.min(rows, g.outHeight() - row), columns);
                }
            }
        } finally {
            scratch.release(mark);
        }
    }

    private long input(long x, int image, int group) {
        return x + ((long) image * g.channels() + (long) group * g.groupChannels()) * g.plane() * bytes;
    }

    private long output(long y, int image, int group) {
        return y + ((long) image * g.outChannels() + (long) group * g.groupOutChannels()) * g.outPlane() * bytes;
    }

    private long weight(long w, int group) {
        return w + (long) group * g.groupOutChannels() * g.depth() * bytes;
    }

    /** The convolution; {@code bias} is 0 where there is none. */
    void forward(long x, long w, long bias, long y) {
        Workers.run((long) g.batch() * g.groups(), 1, (first, last) -> blocks(first, last, (image, group, row, n, columns) -> {
            int positions = n * g.outWidth();
            gather(input(x, image, group), row, n, columns);
            long to = output(y, image, group) + (long) row * g.outWidth() * bytes;
            var weight = new Factor(weight(w, group), g.depth(), false);
            product(g.groupOutChannels(), positions, g.depth(), weight, new Factor(columns, positions, false), 0, to, g.outPlane());
            for (int o = 0; o < g.groupOutChannels() && bias != 0; o++) {
                long plane = to + o * g.outPlane() * bytes;
                math.affine(plane, 1, math.at(bias, (long) group * g.groupOutChannels() + o), plane, positions);
            }
        }));
    }

    /** The gradient with respect to the input. */
    void input(long grad, long w, long gx) {
        Workers.run((long) g.batch() * g.groups(), 1, (first, last) -> {
            UncheckedAccess.fill(gx + first * g.groupChannels() * g.plane() * bytes, (last - first) * g.groupChannels() * g.plane() * bytes,
                (byte) 0);
            blocks(first, last, (image, group, row, n, columns) -> {
                int positions = n * g.outWidth();
                long from = output(grad, image, group) + (long) row * g.outWidth() * bytes;
                var weight = new Factor(weight(w, group), g.depth(), true);
                product(g.depth(), positions, g.groupOutChannels(), weight, new Factor(from, g.outPlane(), false), 0, columns, positions);
                scatter(columns, row, n, input(gx, image, group));
            });
        });
    }

    /** The gradient with respect to the weight. The batch is cut into a fixed number of pieces, whose sums are added in order. */
    void weight(long x, long grad, long gw) {
        long size = (long) g.outChannels() * g.depth();
        int pieces = Math.clamp(PIECES, 1, Math.max(1, g.batch()));
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            long sums = scratch.take(Math.max(1, pieces * size * bytes));
            Workers.run(pieces, 1, (from, until) -> {
                for (long piece = from; piece < until; piece++) {
                    long to = sums + piece * size * bytes;
                    UncheckedAccess.fill(to, size * bytes, (byte) 0);
                    long first = g.batch() * piece / pieces * g.groups();
                    long last = g.batch() * (piece + 1) / pieces * g.groups();
                    blocks(first, last, (image, group, row, n, columns) -> {
                        int positions = n * g.outWidth();
                        gather(input(x, image, group), row, n, columns);
                        var y = new Factor(output(grad, image, group) + (long) row * g.outWidth() * bytes, g.outPlane(), false);
                        var turned = new Factor(columns, positions, true);
                        product(g.groupOutChannels(), g.depth(), positions, y, turned, 1, weight(to, group), g.depth());
                    });
                }
            });
            UncheckedAccess.copy(sums, gw, size * bytes);
            for (int piece = 1; piece < pieces; piece++) {
                math.add(sums + piece * size * bytes, gw, size);
            }
        } finally {
            scratch.release(mark);
        }
    }

    /** One side of a matrix product: its elements' address, the distance of its rows, and whether it is used transposed. */
    private record Factor(long address, long pitch, boolean turned) {}

    /** The product of m rows by n columns over k, plus {@code beta} times what is there. */
    private void product(long m, long n, long k, Factor a, Factor b, double beta, long to, long pitch) {
        if (lane == Lane.F32) {
            Gemm.f32Single(a.turned, b.turned, m, n, k, 1, a.address, a.pitch, b.address, b.pitch, beta, to, pitch);
        } else {
            Gemm.f64Single(a.turned, b.turned, m, n, k, 1, a.address, a.pitch, b.address, b.pitch, beta, to, pitch);
        }
    }

    /** Lays out the inputs of n rows of outputs: one row for each channel and kernel position, one column for each output. */
    private void gather(long x, int row, int n, long columns) {
        long to = columns;
        for (int c = 0; c < g.groupChannels(); c++) {
            long plane = x + c * g.plane() * bytes;
            for (int ky = 0; ky < g.kernelHeight(); ky++) {
                for (int kx = 0; kx < g.kernelWidth(); kx++) {
                    for (int oy = row; oy < row + n; oy++, to += (long) g.outWidth() * bytes) {
                        gatherRow(plane, oy * g.strideY() - g.padY() + ky * g.dilationY(), kx * g.dilationX() - g.padX(), to);
                    }
                }
            }
        }
    }

    /** The outputs in [first, last) read inputs that exist. */
    private int first(int left) {
        return left >= 0 ? 0 : Math.min(g.outWidth(), (-left + g.strideX() - 1) / g.strideX());
    }

    private int last(int left) {
        return left >= g.width() ? 0 : Math.min(g.outWidth(), (g.width() - 1 - left) / g.strideX() + 1);
    }

    private void gatherRow(long plane, int y, int left, long to) {
        int first = y < 0 || y >= g.height() ? g.outWidth() : first(left);
        int last = Math.max(first, last(left));
        UncheckedAccess.fill(to, (long) first * bytes, (byte) 0);
        long from = plane + ((long) y * g.width() + left + (long) first * g.strideX()) * bytes;
        Cells.copy(bytes, from, g.strideX(), to + (long) first * bytes, 1, last - first);
        UncheckedAccess.fill(to + (long) last * bytes, (long) (g.outWidth() - last) * bytes, (byte) 0);
    }

    /** Adds what {@link #gather} laid out back to where it came from. */
    private void scatter(long columns, int row, int n, long x) {
        long from = columns;
        for (int c = 0; c < g.groupChannels(); c++) {
            long plane = x + c * g.plane() * bytes;
            for (int ky = 0; ky < g.kernelHeight(); ky++) {
                for (int kx = 0; kx < g.kernelWidth(); kx++) {
                    for (int oy = row; oy < row + n; oy++, from += (long) g.outWidth() * bytes) {
                        int y = oy * g.strideY() - g.padY() + ky * g.dilationY();
                        if (y >= 0 && y < g.height()) {
                            scatterRow(from, kx * g.dilationX() - g.padX(), plane + (long) y * g.width() * bytes);
                        }
                    }
                }
            }
        }
    }

    private void scatterRow(long from, int left, long line) {
        int last = last(left);
        for (int i = first(left); i < last; i++) {
            Accumulate.one(lane, from, i, line, left + (long) i * g.strideX());
        }
    }
}
