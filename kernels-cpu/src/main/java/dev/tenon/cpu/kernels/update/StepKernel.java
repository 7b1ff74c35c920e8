package dev.tenon.cpu.kernels.update;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Convert;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;

/**
 * An optimizer's update of many parameters in one pass over memory: the operands are the parameters, their gradients and their states,
 * group after group, and are written in place.
 *
 * @param <O> the operator's record
 */
abstract class StepKernel<O extends Op> implements Kernel<O> {
    /** Elements per piece; a multiple of every vector length, so that an element's arithmetic does not depend on the threads. */
    private static final long PIECE = 16 * 1024;

    /** How many parameters the operands hold. */
    abstract int count(O op);

    /** Updates n float elements; {@code p} holds the addresses of parameter, gradient and states. */
    abstract void f32(O op, long[] p, long n);

    /** Updates n double elements. */
    abstract void f64(O op, long[] p, long n);

    @Override
    public final void run(O op, KernelCall call) {
        int count = count(op);
        var firstPiece = new long[count + 1];
        for (int i = 0; i < count; i++) {
            firstPiece[i + 1] = firstPiece[i] + (call.in(i).numel() + PIECE - 1) / PIECE;
        }
        long pieces = firstPiece[count];
        boolean small = pieces == count;
        Workers.run(pieces, small ? 8 : 1, (from, to) -> {
            int tensor = 0;
            for (long piece = from; piece < to; piece++) {
                while (piece >= firstPiece[tensor + 1]) {
                    tensor++;
                }
                piece(op, call, count, tensor, (piece - firstPiece[tensor]) * PIECE);
            }
        });
    }

    private void piece(O op, KernelCall call, int count, int tensor, long start) {
        var dtype = call.in(tensor).dtype();
        var p = new long[call.inputs() / count];
        for (int group = 0; group < p.length; group++) {
            p[group] = call.in(group * count + tensor).address() + start * dtype.bytes();
        }
        long n = Math.min(PIECE, call.in(tensor).numel() - start);
        switch (dtype) {
            case FLOAT32 -> f32(op, p, n);
            case FLOAT64 -> f64(op, p, n);
            default -> inFloat(op, dtype, p, n);
        }
    }

    /** Halves are updated in float and rounded once. */
    private void inFloat(O op, DType dtype, long[] p, long n) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        var staged = new long[p.length];
        for (int i = 0; i < p.length; i++) {
            staged[i] = scratch.take(n * Float.BYTES);
            Convert.load(dtype, p[i], 1, n, Lane.F32, staged[i]);
        }
        f32(op, staged, n);
        for (int i = 0; i < p.length; i++) {
            if (i != 1) {
                Convert.store(Lane.F32, staged[i], n, dtype, p[i], 1);
            }
        }
        scratch.release(mark);
    }
}
