package sample.kernels;

import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.VectorMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import sample.ops.Sum;

/**
 * Folds by sum, as many elements at a time as a vector has lanes.
 */
final class SumVectorKernel extends SumKernel {
    @Override
    protected double f32Row(Sum op, long in, long n) {
        FloatVector initial = FloatVector.broadcast(VectorMath.F, (float) init(op));
        FloatVector a0 = initial;
        FloatVector a1 = initial;
        FloatVector a2 = initial;
        FloatVector a3 = initial;
        long i = 0;
        long step = 4 * VectorMath.F_LANES;
        for (long end = n - n % step; i < end; i += step) {
            a0 = a0.add(FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, in + (i << 2), VectorMath.ORDER));
            a1 = a1.add(FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, in + ((i + VectorMath.F_LANES) << 2), VectorMath.ORDER));
            a2 = a2.add(FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, in + ((i + 2 * VectorMath.F_LANES) << 2), VectorMath.ORDER));
            a3 = a3.add(FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, in + ((i + 3 * VectorMath.F_LANES) << 2), VectorMath.ORDER));
        }
        for (long end = n - n % VectorMath.F_LANES; i < end; i += VectorMath.F_LANES) {
            a0 = a0.add(FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, in + (i << 2), VectorMath.ORDER));
        }
        if (i < n) {
            VectorMask<Float> tail = VectorMath.F.indexInRange(i, n);
            a0 = a0.add(initial.blend(FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, in + (i << 2), VectorMath.ORDER, tail), tail));
        }
        FloatVector folded = a0.add(a1).add(a2.add(a3));
        double a = init(op);
        for (float lane : folded.toArray()) {
            a = combine(op, a, lane);
        }
        return a;
    }

    @Override
    protected void f32Columns(Sum op, long in, long accumulators, long n) {
        long i = 0;
        for (long end = n - n % VectorMath.F_LANES; i < end; i += VectorMath.F_LANES) {
            FloatVector a = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, accumulators + (i << 2), VectorMath.ORDER);
            FloatVector input = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, in + (i << 2), VectorMath.ORDER);
            a.add(input)
                    .intoMemorySegment(UncheckedAccess.ALL, accumulators + (i << 2), VectorMath.ORDER);
        }
        if (i < n) {
            VectorMask<Float> tail = VectorMath.F.indexInRange(i, n);
            FloatVector a = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, accumulators + (i << 2), VectorMath.ORDER, tail);
            FloatVector input = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, in + (i << 2), VectorMath.ORDER, tail);
            a.add(input)
                    .intoMemorySegment(UncheckedAccess.ALL, accumulators + (i << 2), VectorMath.ORDER, tail);
        }
    }

    @Override
    protected void f32Merge(Sum op, long from, long into, long n) {
        long i = 0;
        for (long end = n - n % VectorMath.F_LANES; i < end; i += VectorMath.F_LANES) {
            FloatVector a = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, into + (i << 2), VectorMath.ORDER);
            FloatVector b = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, from + (i << 2), VectorMath.ORDER);
            a.add(b).intoMemorySegment(UncheckedAccess.ALL, into + (i << 2), VectorMath.ORDER);
        }
        if (i < n) {
            VectorMask<Float> tail = VectorMath.F.indexInRange(i, n);
            FloatVector a = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, into + (i << 2), VectorMath.ORDER, tail);
            FloatVector b = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, from + (i << 2), VectorMath.ORDER, tail);
            a.add(b)
                    .intoMemorySegment(UncheckedAccess.ALL, into + (i << 2), VectorMath.ORDER, tail);
        }
    }

    @Override
    protected double f64Row(Sum op, long in, long n) {
        DoubleVector initial = DoubleVector.broadcast(VectorMath.D, init(op));
        DoubleVector a0 = initial;
        DoubleVector a1 = initial;
        DoubleVector a2 = initial;
        DoubleVector a3 = initial;
        long i = 0;
        long step = 4 * VectorMath.D_LANES;
        for (long end = n - n % step; i < end; i += step) {
            a0 = a0.add(DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, in + (i << 3), VectorMath.ORDER));
            a1 = a1.add(DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, in + ((i + VectorMath.D_LANES) << 3), VectorMath.ORDER));
            a2 = a2.add(DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, in + ((i + 2 * VectorMath.D_LANES) << 3), VectorMath.ORDER));
            a3 = a3.add(DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, in + ((i + 3 * VectorMath.D_LANES) << 3), VectorMath.ORDER));
        }
        for (long end = n - n % VectorMath.D_LANES; i < end; i += VectorMath.D_LANES) {
            a0 = a0.add(DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, in + (i << 3), VectorMath.ORDER));
        }
        if (i < n) {
            VectorMask<Double> tail = VectorMath.D.indexInRange(i, n);
            a0 = a0.add(initial.blend(DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, in + (i << 3), VectorMath.ORDER, tail), tail));
        }
        DoubleVector folded = a0.add(a1).add(a2.add(a3));
        double a = init(op);
        for (double lane : folded.toArray()) {
            a = combine(op, a, lane);
        }
        return a;
    }

    @Override
    protected void f64Columns(Sum op, long in, long accumulators, long n) {
        long i = 0;
        for (long end = n - n % VectorMath.D_LANES; i < end; i += VectorMath.D_LANES) {
            DoubleVector a = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, accumulators + (i << 3), VectorMath.ORDER);
            DoubleVector input = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, in + (i << 3), VectorMath.ORDER);
            a.add(input)
                    .intoMemorySegment(UncheckedAccess.ALL, accumulators + (i << 3), VectorMath.ORDER);
        }
        if (i < n) {
            VectorMask<Double> tail = VectorMath.D.indexInRange(i, n);
            DoubleVector a = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, accumulators + (i << 3), VectorMath.ORDER, tail);
            DoubleVector input = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, in + (i << 3), VectorMath.ORDER, tail);
            a.add(input)
                    .intoMemorySegment(UncheckedAccess.ALL, accumulators + (i << 3), VectorMath.ORDER, tail);
        }
    }

    @Override
    protected void f64Merge(Sum op, long from, long into, long n) {
        long i = 0;
        for (long end = n - n % VectorMath.D_LANES; i < end; i += VectorMath.D_LANES) {
            DoubleVector a = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, into + (i << 3), VectorMath.ORDER);
            DoubleVector b = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, from + (i << 3), VectorMath.ORDER);
            a.add(b).intoMemorySegment(UncheckedAccess.ALL, into + (i << 3), VectorMath.ORDER);
        }
        if (i < n) {
            VectorMask<Double> tail = VectorMath.D.indexInRange(i, n);
            DoubleVector a = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, into + (i << 3), VectorMath.ORDER, tail);
            DoubleVector b = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, from + (i << 3), VectorMath.ORDER, tail);
            a.add(b)
                    .intoMemorySegment(UncheckedAccess.ALL, into + (i << 3), VectorMath.ORDER, tail);
        }
    }
}
