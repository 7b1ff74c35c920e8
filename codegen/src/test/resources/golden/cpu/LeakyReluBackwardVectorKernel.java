package sample.kernels;

import dev.tenon.cpu.engine.Block;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.VectorMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import sample.ops.LeakyReluBackward;

/**
 * Computes the gradient of leaky_relu, as many elements at a time as a vector has lanes.
 */
final class LeakyReluBackwardVectorKernel extends LeakyReluBackwardKernel {
    @Override
    protected boolean isVector() {
        return true;
    }

    @Override
    protected void f32(LeakyReluBackward op, Block block) {
        long n = block.n();
        long pG = block.in(0);
        long pInput = block.in(1);
        long pInputGrad = block.out(0);
        double negativeSlope = op.negativeSlope().doubleValue();
        for (long i = 0; i < n; i += VectorMath.F_LANES) {
            FloatVector g = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pG + (i << 2), VectorMath.ORDER);
            FloatVector input = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pInput + (i << 2), VectorMath.ORDER);
            FloatVector result = g.mul(FloatVector.broadcast(VectorMath.F, (float) negativeSlope)
                    .blend(1.0f, input.compare(VectorOperators.GT, 0.0f)));
            result.intoMemorySegment(UncheckedAccess.ALL, pInputGrad + (i << 2), VectorMath.ORDER);
        }
    }

    @Override
    protected void f64(LeakyReluBackward op, Block block) {
        long n = block.n();
        long pG = block.in(0);
        long pInput = block.in(1);
        long pInputGrad = block.out(0);
        double negativeSlope = op.negativeSlope().doubleValue();
        for (long i = 0; i < n; i += VectorMath.D_LANES) {
            DoubleVector g = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pG + (i << 3), VectorMath.ORDER);
            DoubleVector input = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pInput + (i << 3), VectorMath.ORDER);
            DoubleVector result = g.mul(DoubleVector.broadcast(VectorMath.D, negativeSlope)
                    .blend(1.0, input.compare(VectorOperators.GT, 0.0)));
            result.intoMemorySegment(UncheckedAccess.ALL, pInputGrad + (i << 3), VectorMath.ORDER);
        }
    }
}
