package dev.tenon.cpu.kernels.update;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Convert;
import dev.tenon.cpu.math.VectorTail;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.StepOp;

/**
 * An optimizer's update of many parameters in one pass over memory: the operands are the parameters, their gradients and their states,
 * group after group, and are written in place. A subclass, generated from the optimizer's entry, updates contiguous elements.
 *
 * @param <O> the step's record
 */
public abstract class StepKernel<O extends StepOp> implements Kernel<O> {
    /** Elements per piece; a multiple of every vector length, so that an element's arithmetic does not depend on the threads. */
    private static final long PIECE = 16 * 1024;
    private static final int GRADIENT = 1;
    private static final double[] NONE = {};

    /** Whether {@link #f32} and {@link #f64} take whole vectors only. */
    protected boolean isVector() {
        return false;
    }

    /** What takes a while to compute and is the same for all elements. */
    protected double[] numbers(O op) {
        return NONE;
    }

    /** Updates n float elements; {@code at} holds the addresses of parameter, gradient and states. */
    protected abstract void f32(O op, double[] numbers, long[] at, long n);

    /** Updates n double elements. */
    protected abstract void f64(O op, double[] numbers, long[] at, long n);

    @Override
    public final void run(O op, KernelCall call) {
        int count = (int) op.count();
        var firstPiece = new long[count + 1];
        for (int i = 0; i < count; i++) {
            firstPiece[i + 1] = firstPiece[i] + (call.in(i).numel() + PIECE - 1) / PIECE;
        }
        long pieces = firstPiece[count];
        var numbers = numbers(op);
        boolean small = pieces == count;
        Workers.run(pieces, small ? 8 : 1, (from, to) -> {
            int tensor = 0;
            for (long piece = from; piece < to; piece++) {
                while (piece >= firstPiece[tensor + 1]) {
                    tensor++;
                }
                piece(op, numbers, call, count, tensor, (piece - firstPiece[tensor]) * PIECE);
            }
        });
    }

    private void piece(O op, double[] numbers, KernelCall call, int count, int tensor, long start) {
        var dtype = call.in(tensor).dtype();
        var at = new long[call.inputs() / count];
        for (int group = 0; group < at.length; group++) {
            at[group] = call.in(group * count + tensor).address() + start * dtype.bytes();
        }
        long n = Math.min(PIECE, call.in(tensor).numel() - start);
        if (dtype == DType.FLOAT32 || dtype == DType.FLOAT64) {
            elements(op, numbers, Lane.of(dtype), at, n);
        } else {
            inFloat(op, numbers, dtype, at, n);
        }
    }

    private void update(O op, double[] numbers, Lane lane, long[] at, long n) {
        if (lane == Lane.F32) {
            f32(op, numbers, at, n);
        } else {
            f64(op, numbers, at, n);
        }
    }

    /** Whole vectors where they lie; the elements after them in vectors of their own. */
    private void elements(O op, double[] numbers, Lane lane, long[] at, long n) {
        long whole = isVector() ? n - n % VectorTail.lanes(lane) : n;
        if (whole > 0) {
            update(op, numbers, lane, at, whole);
        }
        if (whole < n) {
            tail(op, numbers, lane, at, whole, n - whole);
        }
    }

    private void tail(O op, double[] numbers, Lane lane, long[] at, long start, long n) {
        long bytes = (long) VectorTail.lanes(lane) * lane.bytes();
        long room = Scratch.of().tails(at.length);
        var staged = new long[at.length];
        for (int i = 0; i < at.length; i++) {
            staged[i] = room + i * bytes;
            VectorTail.load(lane, at[i] + start * lane.bytes(), n, staged[i]);
        }
        update(op, numbers, lane, staged, VectorTail.lanes(lane));
        for (int i = 0; i < at.length; i++) {
            if (i != GRADIENT) {
                VectorTail.store(lane, staged[i], n, at[i] + start * lane.bytes());
            }
        }
    }

    /** Halves are updated in float and rounded once. What lies behind the n-th element up to a whole vector is computed and left there. */
    private void inFloat(O op, double[] numbers, DType dtype, long[] at, long n) {
        int lanes = isVector() ? VectorTail.lanes(Lane.F32) : 1;
        long padded = (n + lanes - 1) / lanes * lanes;
        var scratch = Scratch.of();
        long mark = scratch.mark();
        var staged = new long[at.length];
        for (int i = 0; i < at.length; i++) {
            staged[i] = scratch.take(padded * Double.BYTES);
            Convert.load(dtype, at[i], 1, n, Lane.F32, staged[i]);
        }
        f32(op, numbers, staged, padded);
        for (int i = 0; i < at.length; i++) {
            if (i != GRADIENT) {
                Convert.store(Lane.F32, staged[i], n, dtype, at[i], 1);
            }
        }
        scratch.release(mark);
    }
}
