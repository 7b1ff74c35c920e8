package dev.tenon.cpu.reduce;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Convert;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;
import org.jspecify.annotations.Nullable;

/** Folds each result's elements row by row. Few results of many elements each are cut into pieces, to keep all threads busy. */
final class RowReduction<O extends Op> {
    /** About so many elements are worth a thread's while. */
    private static final long GRAIN = 32 * 1024;
    private static final long MOST_PIECES = 64;
    /** Rows at most this long, of which a result folds several, are combined element by element first. */
    private static final long SHORT_ROW = 1024;
    private static final long SEVERAL = 4;

    private final ReductionKernel<O> kernel;
    private final O op;
    private final Lane lane;
    private final Fold fold;
    private final UncheckedOperand input;
    private final UncheckedOperand output;
    private final long chunksPerRow;
    private final long chunks;
    private final boolean isDirect;
    private final boolean isStacked;
    /** The inputs where there are several; else null. */
    private final @Nullable JointRows joint;
    private final double order;

    RowReduction(ReductionKernel<O> kernel, O op, KernelCall call, Lane lane, Fold fold) {
        this.kernel = kernel;
        this.op = op;
        this.lane = lane;
        this.fold = fold;
        joint = call.inputs() > 1 ? new JointRows(call, lane, fold) : null;
        input = call.in(0);
        output = call.out(0);
        chunksPerRow = (fold.innerSize() + ReductionKernel.ROW - 1) / ReductionKernel.ROW;
        chunks = fold.count() == 0 ? 0 : fold.count() / fold.innerSize() * chunksPerRow;
        // One result's rows may be spread over all pieces.
        isStacked = fold.innerSize() > 1 && fold.innerSize() <= SHORT_ROW
            && chunks >= SEVERAL * MOST_PIECES / Math.min(fold.outputs(), MOST_PIECES);
        isDirect = input.dtype() == lane.dtype() && (fold.innerStride() == 1 || fold.innerSize() == 1);
        order = kernel.order(op);
    }

    void run() {
        long pieces = fold.outputs() >= MOST_PIECES ? 1 : Math.clamp(Math.min(chunks, fold.count() / GRAIN), 1, MOST_PIECES);
        if (pieces > 1) {
            inPieces(pieces);
            return;
        }
        long grain = Math.max(1, GRAIN / Math.max(1, fold.count()));
        Workers.run(fold.outputs(), grain, (from, to) -> {
            var scratch = Scratch.of();
            long mark = scratch.mark();
            long buffer = buffer(scratch);
            for (long o = from; o < to; o++) {
                store(o, piece(o, 0, chunks, buffer), false);
            }
            scratch.release(mark);
        });
    }

    private void inPieces(long pieces) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long partial = scratch.take(fold.outputs() * pieces * Long.BYTES);
        Workers.run(fold.outputs() * pieces, 1, (from, to) -> {
            var own = Scratch.of();
            long ownMark = own.mark();
            long buffer = buffer(own);
            for (long i = from; i < to; i++) {
                long p = i % pieces;
                UncheckedAccess.i64(partial, i, piece(i / pieces, chunks * p / pieces, chunks * (p + 1) / pieces, buffer));
            }
            own.release(ownMark);
        });
        for (long o = 0; o < fold.outputs(); o++) {
            long accumulator = UncheckedAccess.i64(partial, o * pieces);
            for (long p = 1; p < pieces; p++) {
                accumulator = kernel.combined(op, lane, accumulator, UncheckedAccess.i64(partial, o * pieces + p));
            }
            store(o, accumulator, true);
        }
        scratch.release(mark);
    }

    private long buffer(Scratch scratch) {
        // Stacked rows need two rows of accumulators behind the converted one.
        long row = Math.min(ReductionKernel.ROW, fold.innerSize());
        long bytes = loadedBytes(row) + (isStacked ? 2 * row * Long.BYTES : 0);
        return bytes == 0 ? 0 : scratch.take(bytes);
    }

    /** What n elements take that are brought together. */
    private long loadedBytes(long n) {
        return joint != null ? joint.bytes(n) : isDirect ? 0 : n * Long.BYTES;
    }

    private void store(long result, long accumulator, boolean isAlone) {
        if (ScaledFold.isNeeded(order, lane, accumulator)) {
            new ScaledFold<>(kernel, op, input, output, fold).store(result, accumulator, isAlone);
            return;
        }
        kernel.store(op, lane, accumulator, fold.count(), output.dtype(), output.address() + result * output.dtype().bytes());
    }

    /** Folds chunks of the result's rows; a chunk is at most a whole row. */
    private long piece(long result, long fromChunk, long toChunk, long buffer) {
        if (fromChunk == toChunk) {
            return kernel.identity(op, lane);
        }
        long base = fold.offsetOfOutput(result);
        if (isStacked) {
            return stack(result, base, fromChunk, toChunk, buffer);
        }
        long accumulator = chunk(result, base, fromChunk, buffer);
        for (long c = fromChunk + 1; c < toChunk; c++) {
            accumulator = kernel.combined(op, lane, accumulator, chunk(result, base, c, buffer));
        }
        return accumulator;
    }

    /** Combines rows into a row of accumulators, and that with itself, half by half, until one is left. */
    private long stack(long result, long base, long fromRow, long toRow, long buffer) {
        long n = fold.innerSize();
        long total = buffer + loadedBytes(n);
        long group = total + n * Long.BYTES;
        kernel.clear(op, lane, total, n);
        for (long row = fromRow; row < toRow; row += ReductionKernel.GROUP) {
            long end = Math.min(toRow, row + ReductionKernel.GROUP);
            boolean isOnly = end - row == toRow - fromRow;
            if (!isOnly) {
                kernel.clear(op, lane, group, n);
            }
            for (long r = row; r < end; r++) {
                long in = joint != null ? joint.along(result, r * n, n, buffer) : loaded(base + fold.offsetOfRow(r), n, buffer);
                kernel.columns(op, lane, in, isOnly ? total : group, n);
            }
            if (!isOnly) {
                kernel.merge(op, lane, group, total, n);
            }
        }
        return folded(total, n);
    }

    private long folded(long accumulators, long n) {
        for (long left = n; left > 1;) {
            long half = left / 2;
            kernel.merge(op, lane, accumulators + (left - half) * lane.bytes(), accumulators, half);
            left -= half;
        }
        return kernel.accumulator(lane, accumulators, 0);
    }

    private long chunk(long result, long base, long index, long buffer) {
        long first = 0;
        long row = index;
        if (chunksPerRow > 1) {
            row = index / chunksPerRow;
            first = index % chunksPerRow * ReductionKernel.ROW;
        }
        long n = Math.min(ReductionKernel.ROW, fold.innerSize() - first);
        if (joint != null) {
            return kernel.row(op, lane, joint.along(result, row * fold.innerSize() + first, n, buffer), n);
        }
        return kernel.row(op, lane, loaded(base + fold.offsetOfRow(row) + first * fold.innerStride(), n, buffer), n);
    }

    /** Where n elements from an offset on lie without gaps in the lane's type, after bringing them there. */
    private long loaded(long offset, long n, long buffer) {
        long address = input.address() + offset * input.dtype().bytes();
        if (isDirect) {
            return address;
        }
        Convert.load(input.dtype(), address, fold.innerStride(), n, lane, buffer);
        return buffer;
    }
}
