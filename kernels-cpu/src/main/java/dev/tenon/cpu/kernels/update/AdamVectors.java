package dev.tenon.cpu.kernels.update;

import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.math.VectorMath;
import dev.tenon.ops.AdamStep;
import jdk.incubator.vector.FloatVector;

/** The float loop of {@link AdamStepKernel}; whole vectors only, the same operations as its scalar loop. */
final class AdamVectors {
    private AdamVectors() {}

    /** Updates as many elements as fill vectors; returns how many. */
    static long f32(AdamStep op, AdamStepKernel.Factors factors, long[] p, long n) {
        long end = VectorMath.F.loopBound(n);
        float keep = (float) factors.keep();
        float sign = op.maximize() ? -1 : 1;
        var decay = FloatVector.broadcast(VectorMath.F, (float) factors.decay());
        var stepSize = FloatVector.broadcast(VectorMath.F, (float) -factors.stepSize());
        var root = FloatVector.broadcast(VectorMath.F, (float) factors.root());
        var eps = FloatVector.broadcast(VectorMath.F, (float) op.eps());
        var fresh = FloatVector.broadcast(VectorMath.F, (float) (1 - op.beta1()));
        var beta2 = FloatVector.broadcast(VectorMath.F, (float) op.beta2());
        float freshSquare = (float) (1 - op.beta2());
        boolean amsgrad = op.amsgrad();
        for (long i = 0; i < end; i += VectorMath.F_LANES) {
            long at = i << 2;
            var value = FloatVector.fromMemorySegment(VectorMath.F, RawMemory.ALL, p[0] + at, VectorMath.ORDER).mul(keep);
            var grad = decay.fma(value, FloatVector.fromMemorySegment(VectorMath.F, RawMemory.ALL, p[1] + at, VectorMath.ORDER).mul(sign));
            var before = FloatVector.fromMemorySegment(VectorMath.F, RawMemory.ALL, p[2] + at, VectorMath.ORDER);
            var mean = fresh.fma(grad.sub(before), before);
            mean.intoMemorySegment(RawMemory.ALL, p[2] + at, VectorMath.ORDER);
            var square = beta2.fma(FloatVector.fromMemorySegment(VectorMath.F, RawMemory.ALL, p[3] + at, VectorMath.ORDER),
                grad.mul(grad).mul(freshSquare));
            square.intoMemorySegment(RawMemory.ALL, p[3] + at, VectorMath.ORDER);
            if (amsgrad) {
                square = FloatVector.fromMemorySegment(VectorMath.F, RawMemory.ALL, p[4] + at, VectorMath.ORDER).max(square);
                square.intoMemorySegment(RawMemory.ALL, p[4] + at, VectorMath.ORDER);
            }
            stepSize.fma(mean.div(square.sqrt().fma(root, eps)), value).intoMemorySegment(RawMemory.ALL, p[0] + at, VectorMath.ORDER);
        }
        return end;
    }
}
