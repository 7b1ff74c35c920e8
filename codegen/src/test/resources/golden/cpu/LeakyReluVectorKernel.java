package sample.kernels;

import dev.tenon.cpu.engine.Block;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.VectorMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import sample.ops.LeakyRelu;

/**
 * Computes leaky_relu, as many elements at a time as a vector has lanes.
 */
final class LeakyReluVectorKernel extends LeakyReluKernel {
    @Override
    protected boolean isVector() {
        return true;
    }

    @Override
    protected void f32(LeakyRelu op, Block block) {
        long n = block.n();
        long pInput = block.in(0);
        long pOutput = block.out(0);
        double negativeSlope = op.negativeSlope().doubleValue();
        for (long i = 0; i < n; i += VectorMath.F_LANES) {
            FloatVector input = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pInput + (i << 2), VectorMath.ORDER);
            FloatVector result = input.mul((float) negativeSlope)
                    .blend(input, input.compare(VectorOperators.GT, 0.0f));
            result.intoMemorySegment(UncheckedAccess.ALL, pOutput + (i << 2), VectorMath.ORDER);
        }
    }

    @Override
    protected void f64(LeakyRelu op, Block block) {
        long n = block.n();
        long pInput = block.in(0);
        long pOutput = block.out(0);
        double negativeSlope = op.negativeSlope().doubleValue();
        for (long i = 0; i < n; i += VectorMath.D_LANES) {
            DoubleVector input = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pInput + (i << 3), VectorMath.ORDER);
            DoubleVector result = input.mul(negativeSlope)
                    .blend(input, input.compare(VectorOperators.GT, 0.0));
            result.intoMemorySegment(UncheckedAccess.ALL, pOutput + (i << 3), VectorMath.ORDER);
        }
    }
}
