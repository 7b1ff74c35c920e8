package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.blas.MatrixProduct;
import dev.tenon.cpu.blas.StridedMatrix;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.spi.TimeSteps;

/** What is done with all elements of packed sequences at once, before the first step or after the last: {@code rows} of them, by address. */
record Sequences(Lane lane, TimeSteps steps, long batch, long rows) {
    /** Columns that a thread sums, and rows that are summed before their sum is added to the others'. */
    private static final long STRIP = 64;
    private static final long PIECE = 256;

    long at(long p, long row, long columns) {
        return p + row * columns * lane.bytes();
    }

    private StridedMatrix matrix(long p, long count, long columns) {
        return new StridedMatrix(p, count, columns, columns, 1);
    }

    /** {@code to = p · weightᵀ + bias}, the bias left out where it is 0; the weight is {@code [columns, inner]}. */
    void project(long p, long inner, long weight, long columns, long bias, long to) {
        MatrixProduct.run(lane, matrix(p, rows, inner), matrix(weight, columns, inner).transposed(), bias, to, false);
    }

    /** {@code to = slopes · weight}: back through {@link #project}. */
    void unproject(long slopes, long columns, long weight, long inner, long to) {
        MatrixProduct.run(lane, matrix(slopes, rows, columns), matrix(weight, columns, inner), 0, to, false);
    }

    /** {@code to = slopesᵀ · p}: the gradient of a weight {@code [columns, inner]}. */
    void weigh(long slopes, long columns, long p, long inner, long to) {
        if (rows == 0) {
            UncheckedAccess.fill(to, columns * inner * lane.bytes(), (byte) 0);
        } else {
            MatrixProduct.run(lane, matrix(slopes, rows, columns).transposed(), matrix(p, rows, inner), 0, to, false);
        }
    }

    /** The sums of the columns: the gradient of a bias. */
    void sum(long slopes, long columns, long to) {
        var math = RowMath.of(lane);
        int bytes = lane.bytes();
        UncheckedAccess.fill(to, columns * bytes, (byte) 0);
        long strips = Math.ceilDiv(columns, STRIP);
        long pieces = Math.ceilDiv(rows, PIECE);
        Workers.run(strips, Math.max(1, Workers.grain(rows) / STRIP), (from, until) -> {
            for (long strip = from; strip < until; strip++) {
                long column = strip * STRIP;
                long n = Math.min(STRIP, columns - column);
                for (long piece = 0; piece < pieces; piece++) {
                    sumPiece(math, slopes + column * bytes, columns, piece, n, to + column * bytes);
                }
            }
        });
    }

    private void sumPiece(RowMath math, long slopes, long columns, long piece, long n, long to) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long sums = scratch.take(STRIP * lane.bytes());
        UncheckedAccess.fill(sums, n * lane.bytes(), (byte) 0);
        for (long row = piece * PIECE; row < Math.min(rows, (piece + 1) * PIECE); row++) {
            math.add(at(slopes, row, columns), sums, n);
        }
        math.add(sums, to, n);
        scratch.release(mark);
    }

    /** For every element the state before it: an output, or the initial state. */
    void statesBefore(long outputs, long initial, long columns, long to) {
        long size = columns * lane.bytes();
        Workers.run(steps.count(), Workers.grain(batch * columns), (from, until) -> {
            for (long t = from; t < until; t++) {
                int time = (int) t;
                long carried = steps.carried(time);
                long target = to + steps.offset(time) * size;
                if (carried > 0) {
                    UncheckedAccess.copy(outputs + steps.stateRow(time, 0) * size, target, carried * size);
                }
                UncheckedAccess.copy(initial + carried * size, target + carried * size, (steps.rows(time) - carried) * size);
            }
        });
    }

    /** Where the state of the sequence is before that time. */
    long stateBefore(long outputs, long initial, long columns, int time, long sequence) {
        return sequence < steps.carried(time) ? at(outputs, steps.stateRow(time, sequence), columns) : at(initial, sequence, columns);
    }
}
