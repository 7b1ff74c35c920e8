package sample.kernels;

import dev.tenon.core.Ints;
import dev.tenon.cpu.engine.UncheckedAccess;
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
            double input = UncheckedAccess.f64(in, i);
            a = a + input;
        }
        return a;
    }

    @Override
    protected void f64Columns(Sum op, long in, long accumulators, long n) {
        for (long i = 0; i < n; i++) {
            double a = UncheckedAccess.f64(accumulators, i);
            double input = UncheckedAccess.f64(in, i);
            UncheckedAccess.f64(accumulators, i, a + input);
        }
    }

    @Override
    protected void f64Merge(Sum op, long from, long into, long n) {
        for (long i = 0; i < n; i++) {
            double a = UncheckedAccess.f64(into, i);
            double b = UncheckedAccess.f64(from, i);
            UncheckedAccess.f64(into, i, a + b);
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
            double input = UncheckedAccess.f32(in, i);
            a = a + input;
        }
        return a;
    }

    @Override
    protected void f32Columns(Sum op, long in, long accumulators, long n) {
        for (long i = 0; i < n; i++) {
            double a = UncheckedAccess.f32(accumulators, i);
            double input = UncheckedAccess.f32(in, i);
            UncheckedAccess.f32(accumulators, i, (float) (a + input));
        }
    }

    @Override
    protected void f32Merge(Sum op, long from, long into, long n) {
        for (long i = 0; i < n; i++) {
            double a = UncheckedAccess.f32(into, i);
            double b = UncheckedAccess.f32(from, i);
            UncheckedAccess.f32(into, i, (float) (a + b));
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
            long input = UncheckedAccess.i64(in, i);
            a = a + input;
        }
        return a;
    }

    @Override
    protected void i64Columns(Sum op, long in, long accumulators, long n) {
        for (long i = 0; i < n; i++) {
            long a = UncheckedAccess.i64(accumulators, i);
            long input = UncheckedAccess.i64(in, i);
            UncheckedAccess.i64(accumulators, i, a + input);
        }
    }

    @Override
    protected void i64Merge(Sum op, long from, long into, long n) {
        for (long i = 0; i < n; i++) {
            long a = UncheckedAccess.i64(into, i);
            long b = UncheckedAccess.i64(from, i);
            UncheckedAccess.i64(into, i, a + b);
        }
    }

    @Override
    protected long combine(Sum op, long a, long b) {
        return a + b;
    }
}
