package sample.kernels;

import dev.tenon.core.Ints;
import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.reduce.ReductionKernel;
import org.jspecify.annotations.Nullable;
import sample.ops.Sum;

/**
 * Folds by sum, one element at a time.
 */
class SumKernel extends ReductionKernel<Sum> {
    @Override
    protected @Nullable Ints dims(Sum op) {
        return op.dim();
    }

    @Override
    protected double init(Sum op) {
        return 0.0;
    }

    @Override
    protected double f64Row(Sum op, long in, long n) {
        double a = init(op);
        for (long i = 0; i < n; i++) {
            double input = RawMemory.f64(in, i);
            a = a + input;
        }
        return a;
    }

    @Override
    protected void f64Columns(Sum op, long in, long accumulators, long n) {
        for (long i = 0; i < n; i++) {
            double a = RawMemory.f64(accumulators, i);
            double input = RawMemory.f64(in, i);
            RawMemory.f64(accumulators, i, a + input);
        }
    }

    @Override
    protected void f64Merge(Sum op, long from, long into, long n) {
        for (long i = 0; i < n; i++) {
            double a = RawMemory.f64(into, i);
            double b = RawMemory.f64(from, i);
            RawMemory.f64(into, i, a + b);
        }
    }

    @Override
    protected double combine(Sum op, double a, double b) {
        return a + b;
    }

    @Override
    protected double f32Row(Sum op, long in, long n) {
        double a = init(op);
        for (long i = 0; i < n; i++) {
            double input = RawMemory.f32(in, i);
            a = a + input;
        }
        return a;
    }

    @Override
    protected void f32Columns(Sum op, long in, long accumulators, long n) {
        for (long i = 0; i < n; i++) {
            double a = RawMemory.f32(accumulators, i);
            double input = RawMemory.f32(in, i);
            RawMemory.f32(accumulators, i, (float) (a + input));
        }
    }

    @Override
    protected void f32Merge(Sum op, long from, long into, long n) {
        for (long i = 0; i < n; i++) {
            double a = RawMemory.f32(into, i);
            double b = RawMemory.f32(from, i);
            RawMemory.f32(into, i, (float) (a + b));
        }
    }

    @Override
    protected long initLong(Sum op) {
        return 0;
    }

    @Override
    protected long i64Row(Sum op, long in, long n) {
        long a = initLong(op);
        for (long i = 0; i < n; i++) {
            long input = RawMemory.i64(in, i);
            a = a + input;
        }
        return a;
    }

    @Override
    protected void i64Columns(Sum op, long in, long accumulators, long n) {
        for (long i = 0; i < n; i++) {
            long a = RawMemory.i64(accumulators, i);
            long input = RawMemory.i64(in, i);
            RawMemory.i64(accumulators, i, a + input);
        }
    }

    @Override
    protected void i64Merge(Sum op, long from, long into, long n) {
        for (long i = 0; i < n; i++) {
            long a = RawMemory.i64(into, i);
            long b = RawMemory.i64(from, i);
            RawMemory.i64(into, i, a + b);
        }
    }

    @Override
    protected long combine(Sum op, long a, long b) {
        return a + b;
    }
}
