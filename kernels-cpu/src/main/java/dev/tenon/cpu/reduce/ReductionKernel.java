package dev.tenon.cpu.reduce;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.Convert;
import dev.tenon.cpu.pointwise.Promoted;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;
import dev.tenon.spi.Sizes;
import org.jspecify.annotations.Nullable;

/**
 * Folds dimensions of a tensor, or of several that broadcast. A subclass, generated from the operator's {@code init}, {@code map} and {@code combine}, folds
 * contiguous rows into one value and adds contiguous rows into a row of accumulators; this class arranges the tensor into
 * such rows. Long folds are cut into pieces whose partial results are combined in order; pieces depend on the shape alone,
 * so results are the same for any number of threads, and float sums lose little to rounding. Where there are several tensors, {@code in} is
 * the address of a table with that of each tensor's row, 0 for one that was not given.
 *
 * @param <O> the operator's record
 */
public abstract class ReductionKernel<O extends Op> implements Kernel<O> {
    /** The longest row that a subclass is asked to fold at once. */
    static final long ROW = 4096;
    /** Rows that are combined before their accumulators are merged into the total: keeps float sums accurate. */
    static final long GROUP = 64;

    /** The dimensions to fold; null or none for all. */
    protected abstract @Nullable Ints dims(O op);

    /** The value of an empty fold, which changes nothing when combined. */
    protected abstract double init(O op);

    /** The order where the fold is a norm, a root of a sum of powers, and 0 for other folds. */
    protected double order(O op) {
        return 0;
    }

    /** {@link #init} in integer arithmetic. */
    protected long initLong(O op) {
        return (long) init(op);
    }

    /** Folds n contiguous doubles. */
    protected abstract double f64Row(O op, long in, long n);

    /** Combines n contiguous doubles with a double accumulator each. */
    protected abstract void f64Columns(O op, long in, long accumulators, long n);

    /** Combines one row of accumulators into another. */
    protected abstract void f64Merge(O op, long from, long into, long n);

    /** Folds n contiguous floats. */
    protected abstract double f32Row(O op, long in, long n);

    /** Combines n contiguous floats with a float accumulator each. */
    protected abstract void f32Columns(O op, long in, long accumulators, long n);

    /** Combines one row of accumulators into another. */
    protected abstract void f32Merge(O op, long from, long into, long n);

    /** Folds n contiguous longs. */
    protected long i64Row(O op, long in, long n) {
        throw noIntegers(op);
    }

    /** Combines n contiguous longs with a long accumulator each. */
    protected void i64Columns(O op, long in, long accumulators, long n) {
        throw noIntegers(op);
    }

    /** Combines one row of accumulators into another. */
    protected void i64Merge(O op, long from, long into, long n) {
        throw noIntegers(op);
    }

    /** Combines two partial results, the earlier one first. */
    protected abstract double combine(O op, double a, double b);

    /** Combines two partial results, the earlier one first. */
    protected long combine(O op, long a, long b) {
        throw noIntegers(op);
    }

    /** The result of a whole fold of {@code count} elements. */
    protected double finish(O op, double accumulator, long count) {
        return accumulator;
    }

    /** The norm of {@code count} elements, by the divisor {@code s} of those that were folded. */
    protected double finish(O op, double accumulator, long count, double s) {
        return finish(op, accumulator, count);
    }

    /** The result of a whole fold of {@code count} elements. */
    protected long finish(O op, long accumulator, long count) {
        return accumulator;
    }

    private IllegalStateException noIntegers(O op) {
        return new IllegalStateException(op.descriptor().name() + " has no integer form");
    }

    @Override
    public final void run(O op, KernelCall call) {
        if (call.out(0).numel() == 0) {
            return;
        }
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            var promoted = Promoted.of(call, scratch);
            var fold = fold(op, promoted);
            var lane = Lane.of(call.compute());
            if (fold.isByColumns()) {
                new ColumnReduction<>(this, op, promoted, lane, fold).run();
            } else {
                new RowReduction<>(this, op, promoted, lane, fold).run();
            }
        } finally {
            scratch.release(mark);
        }
    }

    private Fold fold(O op, KernelCall call) {
        if (call.inputs() == 1) {
            return new Fold(call.in(0), Axes.folded(dims(op), call.in(0).rank()));
        }
        var inputs = new @Nullable UncheckedOperand[call.inputs()];
        var sizes = new long[0];
        for (int k = 0; k < inputs.length; k++) {
            if (call.has(k)) {
                inputs[k] = call.in(k);
                sizes = Sizes.broadcast(sizes, call.in(k).sizes());
            }
        }
        return new Fold(sizes, Axes.folded(dims(op), sizes.length), inputs);
    }

    // An accumulator travels as the bits of a double or as a long, so that one arrangement serves every lane.

    final long identity(O op, Lane lane) {
        return lane == Lane.I64 ? initLong(op) : Double.doubleToRawLongBits(init(op));
    }

    final long row(O op, Lane lane, long in, long n) {
        return switch (lane) {
            case F32 -> Double.doubleToRawLongBits(f32Row(op, in, n));
            case F64 -> Double.doubleToRawLongBits(f64Row(op, in, n));
            case I64 -> i64Row(op, in, n);
        };
    }

    final long combined(O op, Lane lane, long a, long b) {
        return lane == Lane.I64 ? combine(op, a, b)
            : Double.doubleToRawLongBits(combine(op, Double.longBitsToDouble(a), Double.longBitsToDouble(b)));
    }

    final void store(O op, Lane lane, long accumulator, long count, DType dtype, long address) {
        if (lane == Lane.I64) {
            Convert.storeLong(dtype, address, finish(op, accumulator, count));
        } else {
            Convert.storeDouble(dtype, address, finish(op, Double.longBitsToDouble(accumulator), count));
        }
    }

    final void columns(O op, Lane lane, long in, long accumulators, long n) {
        switch (lane) {
            case F32 -> f32Columns(op, in, accumulators, n);
            case F64 -> f64Columns(op, in, accumulators, n);
            case I64 -> i64Columns(op, in, accumulators, n);
        }
    }

    final void merge(O op, Lane lane, long from, long into, long n) {
        switch (lane) {
            case F32 -> f32Merge(op, from, into, n);
            case F64 -> f64Merge(op, from, into, n);
            case I64 -> i64Merge(op, from, into, n);
        }
    }

    /** Sets n accumulators to the initial value. */
    final void clear(O op, Lane lane, long accumulators, long n) {
        long identity = identity(op, lane);
        if (lane == Lane.F32) {
            UncheckedAccess.f32(accumulators, 0, (float) Double.longBitsToDouble(identity));
        } else {
            UncheckedAccess.i64(accumulators, 0, identity);
        }
        Convert.repeat(lane, accumulators, n);
    }

    /** Accumulator {@code i} of a row of them. */
    final long accumulator(Lane lane, long accumulators, long i) {
        return lane == Lane.F32 ? Double.doubleToRawLongBits(UncheckedAccess.f32(accumulators, i)) : UncheckedAccess.i64(accumulators, i);
    }
}
