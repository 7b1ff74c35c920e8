package dev.tenon.cpu.reduce;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Convert;
import dev.tenon.spi.Op;

/**
 * Folds a norm once more where powers of its elements left the range of the accumulators: in double, the elements divided by a power of two
 * near the largest, or near the least for negative orders, which changes no digit. So does BLAS's nrm2; here only results that need it pay.
 */
final class ScaledFold<O extends Op> {
    private static final int MOST_PIECES = 64;
    /** Sums below it may have lost summands that would count. */
    private static final double LEAST_FLOAT = 0x1p-90;
    private static final double LEAST_DOUBLE = 0x1p-960;

    private final ReductionKernel<O> kernel;
    private final O op;
    private final Fold fold;
    private final UncheckedOperand input;
    private final UncheckedOperand output;
    private final double order;
    private final long chunksPerRow;
    private final long chunks;

    ScaledFold(ReductionKernel<O> kernel, O op, UncheckedOperand input, UncheckedOperand output, Fold fold) {
        this.kernel = kernel;
        this.op = op;
        this.fold = fold;
        this.input = input;
        this.output = output;
        order = kernel.order(op);
        chunksPerRow = (fold.innerSize() + ReductionKernel.ROW - 1) / ReductionKernel.ROW;
        chunks = fold.count() == 0 ? 0 : fold.count() / fold.innerSize() * chunksPerRow;
    }

    /** Whether a sum of powers says too little of a norm; an infinite one and 0 may be right. */
    static boolean isNeeded(double order, Lane lane, long accumulator) {
        if (order == 0 || lane == Lane.I64) {
            return false;
        }
        double sum = Double.longBitsToDouble(accumulator);
        return lane == Lane.F32 ? sum < LEAST_FLOAT || sum > Float.MAX_VALUE : sum < LEAST_DOUBLE || sum > Double.MAX_VALUE;
    }

    /**
     * Folds a result and stores it.
     *
     * @param accumulator the sum of powers, right where the elements are all 0 or one is infinite
     * @param isAlone whether all threads are free for it
     */
    void store(long result, long accumulator, boolean isAlone) {
        int pieces = isAlone ? (int) Math.clamp(chunks, 1, MOST_PIECES) : 1;
        var partial = new double[pieces];
        each(pieces, (p, buffer) -> partial[p] = extreme(result, p, pieces, buffer));
        double extreme = partial[0];
        for (double other : partial) {
            extreme = further(extreme, other);
        }
        double norm = kernel.finish(op, Double.longBitsToDouble(accumulator), fold.count());
        if (extreme > 0 && extreme <= Double.MAX_VALUE) {
            double scale = Math.scalb(1.0, Math.getExponent(extreme));
            each(pieces, (p, buffer) -> partial[p] = sum(result, scale, p, pieces, buffer));
            double sum = partial[0];
            for (int p = 1; p < pieces; p++) {
                sum = kernel.combine(op, sum, partial[p]);
            }
            norm = kernel.finish(op, sum, fold.count(), scale) * scale;
        }
        var dtype = output.dtype();
        Convert.storeDouble(dtype, output.address() + result * dtype.bytes(), norm);
    }

    private interface Piece {
        void run(int index, long buffer);
    }

    private void each(int pieces, Piece piece) {
        if (pieces > 1) {
            Workers.run(pieces, 1, (from, to) -> run((int) from, (int) to, piece));
        } else {
            run(0, 1, piece);
        }
    }

    private static void run(int from, int to, Piece piece) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long buffer = scratch.take(ReductionKernel.ROW * Double.BYTES);
        for (int p = from; p < to; p++) {
            piece.run(p, buffer);
        }
        scratch.release(mark);
    }

    private double further(double a, double b) {
        return order > 0 ? Math.max(a, b) : Math.min(a, b);
    }

    private double extreme(long result, int piece, int pieces, long buffer) {
        double extreme = order > 0 ? 0 : Double.POSITIVE_INFINITY;
        for (long c = chunks * piece / pieces; c < chunks * (piece + 1) / pieces; c++) {
            if (isZero(result, c)) {
                extreme = further(extreme, 0);
                continue;
            }
            long n = load(result, c, buffer);
            for (long i = 0; i < n; i++) {
                extreme = further(extreme, Math.abs(UncheckedAccess.f64(buffer, i)));
            }
        }
        return extreme;
    }

    private double sum(long result, double scale, int piece, int pieces, long buffer) {
        double sum = kernel.init(op);
        for (long c = chunks * piece / pieces; c < chunks * (piece + 1) / pieces; c++) {
            long n = load(result, c, buffer);
            for (long i = 0; i < n; i++) {
                UncheckedAccess.f64(buffer, i, UncheckedAccess.f64(buffer, i) / scale);
            }
            sum = kernel.combine(op, sum, kernel.f64Row(op, buffer, n));
        }
        return sum;
    }

    /** Brings a part of a row to the buffer and gives its length. */
    private long load(long result, long chunk, long buffer) {
        long n = length(chunk);
        Convert.load(input.dtype(), address(result, chunk), fold.innerStride(), n, Lane.F64, buffer);
        return n;
    }

    private long length(long chunk) {
        return Math.min(ReductionKernel.ROW, fold.innerSize() - chunk % chunksPerRow * ReductionKernel.ROW);
    }

    private long address(long result, long chunk) {
        long first = chunk % chunksPerRow * ReductionKernel.ROW;
        long offset = fold.offsetOfOutput(result) + fold.offsetOfRow(chunk / chunksPerRow) + first * fold.innerStride();
        return input.address() + offset * input.dtype().bytes();
    }

    /** Finds the most frequent reason quickly, where elements lie side by side: they are all 0. */
    private boolean isZero(long result, long chunk) {
        return fold.innerStride() == 1 && isZero(input, address(result, chunk), length(chunk));
    }

    /** Whether n elements side by side are known to be 0; of halves it is not. */
    static boolean isZero(UncheckedOperand input, long address, long n) {
        var lane = Lane.of(input.dtype());
        return lane.dtype() == input.dtype() && lane != Lane.I64 && RowMath.of(lane).isZero(address, n);
    }
}
