package dev.tenon.cpu.reduce;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Convert;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;
import org.jspecify.annotations.Nullable;

/**
 * Folds rows of elements into rows of accumulators, one for each result. A tile is a run of neighbouring results, a piece
 * a run of rows; pieces of one tile are merged in order.
 */
final class ColumnReduction<O extends Op> {
    /** Accumulators of one tile: they stay in the first-level cache. */
    private static final long TILE = 4096;
    private static final long GRAIN = 64 * 1024;
    private static final long MOST_TASKS = 64;
    /** Where rows are narrower and follow one another, several are taken as one. */
    private static final long NARROW = 256;

    private final ReductionKernel<O> kernel;
    private final O op;
    private final Lane lane;
    private final Fold fold;
    private final UncheckedOperand input;
    private final UncheckedOperand output;
    private final long columns;
    private final long tilesPerRow;
    private final long pieces;
    private final long tile;
    /** How many rows of the tensor make one row here. */
    private final long joined;
    private final long rows;
    private final double order;
    /** The inputs where there are several; else null. */
    private final @Nullable JointRows joint;

    ColumnReduction(ReductionKernel<O> kernel, O op, KernelCall call, Lane lane, Fold fold) {
        this.kernel = kernel;
        this.op = op;
        this.lane = lane;
        this.fold = fold;
        joint = call.inputs() > 1 ? new JointRows(call, lane, fold) : null;
        input = call.in(0);
        output = call.out(0);
        columns = fold.columns();
        tile = Math.min(columns, TILE * Float.BYTES / lane.bytes());
        tilesPerRow = (columns + tile - 1) / tile;
        boolean follow = joint == null && fold.hasOneFoldedDim() && fold.innerStride() == columns && fold.columns() <= NARROW;
        joined = follow ? Math.clamp(fold.count() / ReductionKernel.GROUP, 1, TILE / 4 / columns) : 1;
        rows = (fold.count() + joined - 1) / joined;
        order = kernel.order(op);
        long tiles = fold.outputs() / columns * tilesPerRow;
        pieces = tiles >= MOST_TASKS ? 1 : Math.clamp(Math.min(rows / ReductionKernel.GROUP, fold.count() * tile / GRAIN), 1, MOST_TASKS);
    }

    void run() {
        long tiles = fold.outputs() / columns * tilesPerRow;
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long slot = tile * joined * lane.bytes();
        long accumulators = pieces > 1 ? scratch.take(tiles * pieces * slot) : 0;
        long grain = Math.max(1, GRAIN / Math.max(1, rows * tile * joined / pieces));
        Workers.run(tiles * pieces, grain, (from, to) -> {
            for (long i = from; i < to; i++) {
                task(i / pieces, i % pieces, pieces > 1 ? accumulators + i * slot : 0);
            }
        });
        for (long t = 0; pieces > 1 && t < tiles; t++) {
            long first = accumulators + t * pieces * slot;
            long n = width(t) * joined;
            for (long p = 1; p < pieces; p++) {
                kernel.merge(op, lane, first + p * slot, first, n);
            }
            finish(t, first);
        }
        scratch.release(mark);
    }

    private long width(long index) {
        return Math.min(tile, columns - index % tilesPerRow * tile);
    }

    /** Folds one piece of one tile into {@code into}, or into the results where the tile has one piece only. */
    private void task(long index, long piece, long into) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long n = width(index) * joined;
        long total = into != 0 ? into : scratch.take(tile * joined * lane.bytes());
        long group = scratch.take(tile * joined * lane.bytes());
        long buffer = joint != null ? scratch.take(joint.bytes(n)) : input.dtype() == lane.dtype() ? 0 : scratch.take(n * Long.BYTES);
        kernel.clear(op, lane, total, n);
        long first = index / tilesPerRow * columns + index % tilesPerRow * tile;
        long base = joint != null ? first : fold.offsetOfOutput(first);
        long last = rows * (piece + 1) / pieces;
        for (long row = rows * piece / pieces; row < last; row += ReductionKernel.GROUP) {
            long end = Math.min(last, row + ReductionKernel.GROUP);
            if (end - row == last - rows * piece / pieces) {
                group(base, row, end, total, n, buffer);
            } else {
                kernel.clear(op, lane, group, n);
                group(base, row, end, group, n, buffer);
                kernel.merge(op, lane, group, total, n);
            }
        }
        if (into == 0) {
            finish(index, total);
        }
        scratch.release(mark);
    }

    /** Folds rows from the offset of the first result on; of several inputs, from its number on. */
    private void group(long base, long from, long to, long accumulators, long n, long buffer) {
        for (long row = from; row < to; row++) {
            if (joint != null) {
                kernel.columns(op, lane, joint.across(base, row, n, buffer), accumulators, n);
                continue;
            }
            long first = row * joined;
            long width = Math.min(n, (fold.count() - first) * (n / joined));
            long address = input.address() + (base + fold.offsetOfFolded(first)) * input.dtype().bytes();
            if (buffer != 0) {
                Convert.load(input.dtype(), address, 1, width, lane, buffer);
                address = buffer;
            }
            kernel.columns(op, lane, address, accumulators, width);
        }
    }

    /** Merges rows that were joined, and stores the tile's results. */
    private void finish(long index, long accumulators) {
        long n = width(index);
        for (long j = 1; j < joined; j++) {
            kernel.merge(op, lane, accumulators + j * n * lane.bytes(), accumulators, n);
        }
        var dtype = output.dtype();
        long first = index / tilesPerRow * columns + index % tilesPerRow * tile;
        long out = output.address() + first * dtype.bytes();
        boolean mayBeScaled = order != 0 && !isZero(index, n);
        for (long i = 0; i < n; i++) {
            long accumulator = kernel.accumulator(lane, accumulators, i);
            if (mayBeScaled && ScaledFold.isNeeded(order, lane, accumulator)) {
                new ScaledFold<>(kernel, op, input, output, fold).store(first + i, accumulator, false);
            } else {
                kernel.store(op, lane, accumulator, fold.count(), dtype, out + i * dtype.bytes());
            }
        }
    }

    /** Whether all of a tile's elements are known to be 0. */
    private boolean isZero(long index, long n) {
        long base = fold.offsetOfOutput(index / tilesPerRow * columns + index % tilesPerRow * tile);
        boolean zero = true;
        for (long row = 0; zero && row < fold.count(); row++) {
            zero = ScaledFold.isZero(input, input.address() + (base + fold.offsetOfFolded(row)) * input.dtype().bytes(), n);
        }
        return zero;
    }
}
