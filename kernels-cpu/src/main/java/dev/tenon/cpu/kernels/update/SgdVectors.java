package dev.tenon.cpu.kernels.update;

import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.math.VectorMath;
import dev.tenon.ops.SgdStep;
import jdk.incubator.vector.FloatVector;

/** The float loop of {@link SgdStepKernel}; whole vectors only, the same operations as its scalar loop. */
final class SgdVectors {
    private SgdVectors() {}

    /** Updates as many elements as fill vectors; returns how many. */
    static long f32(SgdStep op, long[] p, long n) {
        long end = VectorMath.F.loopBound(n);
        var lr = FloatVector.broadcast(VectorMath.F, (float) -op.lr());
        var decay = FloatVector.broadcast(VectorMath.F, (float) op.weightDecay());
        var momentum = FloatVector.broadcast(VectorMath.F, (float) op.momentum());
        float fresh = (float) (1 - op.dampening());
        float sign = op.maximize() ? -1 : 1;
        long param = p[0];
        long grad = p[1];
        if (op.momentum() == 0) {
            for (long i = 0; i < end; i += VectorMath.F_LANES) {
                var value = FloatVector.fromMemorySegment(VectorMath.F, RawMemory.ALL, param + (i << 2), VectorMath.ORDER);
                var step = decay.fma(value,
                    FloatVector.fromMemorySegment(VectorMath.F, RawMemory.ALL, grad + (i << 2), VectorMath.ORDER).mul(sign));
                lr.fma(step, value).intoMemorySegment(RawMemory.ALL, param + (i << 2), VectorMath.ORDER);
            }
            return end;
        }
        long buffer = p[2];
        boolean first = op.first();
        boolean nesterov = op.nesterov();
        for (long i = 0; i < end; i += VectorMath.F_LANES) {
            var value = FloatVector.fromMemorySegment(VectorMath.F, RawMemory.ALL, param + (i << 2), VectorMath.ORDER);
            var step = decay.fma(value,
                FloatVector.fromMemorySegment(VectorMath.F, RawMemory.ALL, grad + (i << 2), VectorMath.ORDER).mul(sign));
            var carried = first ? step
                : momentum.fma(FloatVector.fromMemorySegment(VectorMath.F, RawMemory.ALL, buffer + (i << 2), VectorMath.ORDER),
                    step.mul(fresh));
            carried.intoMemorySegment(RawMemory.ALL, buffer + (i << 2), VectorMath.ORDER);
            var taken = nesterov ? momentum.fma(carried, step) : carried;
            lr.fma(taken, value).intoMemorySegment(RawMemory.ALL, param + (i << 2), VectorMath.ORDER);
        }
        return end;
    }
}
