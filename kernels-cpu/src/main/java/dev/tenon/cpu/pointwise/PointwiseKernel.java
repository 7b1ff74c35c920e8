package dev.tenon.cpu.pointwise;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Block;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.layout.StridedCopy;
import dev.tenon.cpu.math.Convert;
import dev.tenon.cpu.math.VectorTail;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;

/**
 * One formula for every element. A subclass, generated from the formula, computes contiguous {@link Block}s; this class
 * finds them: it merges dimensions, splits large ranges over the {@link Workers}, and brings operands that are strided,
 * broadcast or of another dtype into small buffers that stay in the first-level cache.
 *
 * @param <O> the operator's record
 */
public abstract class PointwiseKernel<O extends Op> implements Kernel<O> {
    /** Elements per buffer: a handful of buffers fit the first-level cache. A multiple of every vector's lanes. */
    static final long BLOCK = 1024;
    /** Fewer elements of a cheap formula than twice this stay on the calling thread. */
    private static final long GRAIN = 32 * 1024;
    private static final long WORTH_TURNING = 16 * 1024;
    private static final int NOT_DIRECT = -1;
    private static final long ALL = -1;
    private static final long TAIL_BYTES = 64;

    private final int inputs;
    private final int outputs;

    /**
     * A kernel of that many tensors.
     *
     * @param inputs tensor operands
     * @param outputs results, all of one shape
     */
    protected PointwiseKernel(int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** Computes a block of doubles; for float64. */
    protected abstract void f64(O op, Block block);

    /** Computes a block of floats; for float32 and the 16-bit formats. */
    protected void f32(O op, Block block) {
        throw new IllegalStateException(op.descriptor().name() + " has no float32 formula");
    }

    /** Computes a block of longs; for integers and booleans. */
    protected void i64(O op, Block block) {
        throw new IllegalStateException(op.descriptor().name() + " has no integer formula");
    }

    /** Whether {@link #f32} and {@link #f64} want a positive multiple of the vector's lanes. */
    protected boolean isVector() {
        return false;
    }

    /** How many temporaries a block has. */
    protected int temporaries() {
        return 0;
    }

    /** How many plain additions one element costs, roughly: expensive formulas are worth a second thread at fewer elements. */
    protected int cost() {
        return 1;
    }

    @Override
    public final void run(O op, KernelCall call) {
        var lane = Lane.of(call.compute());
        long n = call.out(0).numel();
        if (n == 0) {
            return;
        }
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            long given = given(call);
            var promoted = Promoted.of(given == ALL ? call : Promoted.complete(call, scratch), scratch);
            int singles = inputs < Integer.SIZE ? singles(promoted, lane.dtype(), n) : NOT_DIRECT;
            if (singles != NOT_DIRECT) {
                runDirect(op, promoted, lane, singles, given, n, scratch);
            } else {
                runStrided(op, promoted, lane, given, n, scratch);
            }
        } catch (ArgumentException e) {
            throw new ArgumentException(op.descriptor().name() + ": " + e.getMessage());
        } finally {
            scratch.release(mark);
        }
    }

    /** The inputs that were given, as bits, or {@link #ALL}. */
    private long given(KernelCall call) {
        long given = ALL;
        for (int i = 0; i < inputs; i++) {
            given &= call.has(i) ? ALL : ~(1L << i);
        }
        return given;
    }

    private void runStrided(O op, KernelCall call, Lane lane, long given, long n, Scratch scratch) {
        var operands = new UncheckedOperand[outputs + inputs];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = i < outputs ? call.out(i) : turned(call.in(i - outputs), n, scratch);
        }
        var loop = new PointwiseLoop<>(this, op, operands, lane, outputs, given);
        Workers.run(n, loop.grain(grain()), loop);
    }

    /** The operand, or a row-major copy of a large transposed matrix: turning it by tiles is much faster than picking elements. */
    private static UncheckedOperand turned(UncheckedOperand input, long n, Scratch scratch) {
        if (n < WORTH_TURNING || input.numel() != n || !isTransposed(input)) {
            return input;
        }
        var copy = Region.contiguous(input.dtype(), input.sizes(), scratch.take(n * input.dtype().bytes()));
        StridedCopy.copy(input, copy);
        return copy;
    }

    private static boolean isTransposed(UncheckedOperand input) {
        var strides = input.strides();
        int last = strides.length - 1;
        if (last < 1 || strides[last] <= 1) {
            return false;
        }
        for (int d = 0; d < last; d++) {
            if (strides[d] == 1 && input.sizes()[d] > 1) {
                return true;
            }
        }
        return false;
    }

    private long grain() {
        return Math.max(BLOCK, GRAIN / cost() & -BLOCK);
    }

    /**
     * The inputs that are one element, as bits, when all other operands can be used where they are from their first element
     * to their last; {@link #NOT_DIRECT} otherwise.
     */
    private int singles(KernelCall call, DType dtype, long n) {
        for (int i = 0; i < outputs; i++) {
            if (!isPlain(call.out(i), dtype, n)) {
                return NOT_DIRECT;
            }
        }
        int singles = 0;
        for (int i = 0; i < inputs; i++) {
            var input = call.in(i);
            if (!isPlain(input, dtype, n)) {
                if (input.numel() != 1) {
                    return NOT_DIRECT;
                }
                singles |= 1 << i;
            }
        }
        return singles;
    }

    private static boolean isPlain(UncheckedOperand operand, DType dtype, long n) {
        return operand.dtype() == dtype && operand.numel() == n && operand.isContiguous();
    }

    private void runDirect(O op, KernelCall call, Lane lane, int singles, long given, long n, Scratch scratch) {
        long grain = grain();
        if (n < 2 * grain) {
            direct(op, call, lane, singles, given, 0, n, scratch);
        } else {
            Workers.run(n, grain, (from, to) -> direct(op, call, lane, singles, given, from, to, Scratch.of()));
        }
    }

    private void direct(O op, KernelCall call, Lane lane, int singles, long given, long from, long to, Scratch scratch) {
        var block = scratch.block();
        block.given(given);
        int temporaries = temporaries();
        block.reserve(inputs, outputs, temporaries);
        if (singles == 0 && temporaries == 0) {
            place(call, block, singles, from * lane.bytes());
            compute(op, scratch, lane, to - from);
            return;
        }
        long mark = scratch.mark();
        try {
            takeTemporaries(scratch, lane);
            for (int i = 0; i < inputs; i++) {
                if ((singles >> i & 1) != 0) {
                    block.in(i, repeated(scratch, call.in(i), lane, Math.min(BLOCK, to - from)));
                }
            }
            for (long i = from; i < to; i += BLOCK) {
                place(call, block, singles, i * lane.bytes());
                compute(op, scratch, lane, Math.min(BLOCK, to - i));
            }
        } finally {
            scratch.release(mark);
        }
    }

    final void takeTemporaries(Scratch scratch, Lane lane) {
        for (int i = 0; i < temporaries(); i++) {
            scratch.block().temp(i, scratch.take(BLOCK * lane.bytes()));
        }
    }

    private static long repeated(Scratch scratch, UncheckedOperand single, Lane lane, long n) {
        long buffer = scratch.take(n * Long.BYTES);
        Convert.load(single.dtype(), single.address(), 0, n, lane, buffer);
        return buffer;
    }

    private void place(KernelCall call, Block block, int singles, long skip) {
        for (int i = 0; i < inputs; i++) {
            if ((singles >> i & 1) == 0) {
                block.in(i, call.in(i).address() + skip);
            }
        }
        for (int i = 0; i < outputs; i++) {
            block.out(i, call.out(i).address() + skip);
        }
    }

    /** Computes n elements at the block's addresses; what is left after the last whole vector goes through padded copies. */
    final void compute(O op, Scratch scratch, Lane lane, long n) {
        var block = scratch.block();
        long rest = isVector() ? n & VectorTail.lanes(lane) - 1 : 0;
        if (n > rest) {
            block.n(n - rest);
            formula(op, block, lane);
        }
        if (rest > 0) {
            tail(op, scratch, lane, (n - rest) * lane.bytes(), rest);
        }
    }

    private void tail(O op, Scratch scratch, Lane lane, long skip, long rest) {
        var block = scratch.block();
        long pad = scratch.tails(inputs + outputs);
        for (int i = 0; i < inputs; i++, pad += TAIL_BYTES) {
            VectorTail.load(lane, block.in(i) + skip, rest, pad);
            block.in(i, pad);
        }
        for (int i = 0; i < outputs; i++, pad += TAIL_BYTES) {
            block.divert(i, pad);
        }
        block.n(VectorTail.lanes(lane));
        formula(op, block, lane);
        for (int i = 0; i < outputs; i++) {
            VectorTail.store(lane, block.out(i), rest, block.home(i) + skip);
        }
    }

    private void formula(O op, Block block, Lane lane) {
        switch (lane) {
            case F32 -> f32(op, block);
            case F64 -> f64(op, block);
            case I64 -> i64(op, block);
        }
    }
}
