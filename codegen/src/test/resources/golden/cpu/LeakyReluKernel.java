package sample.kernels;

import dev.tenon.cpu.engine.Block;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.PointwiseKernel;
import sample.ops.LeakyRelu;

/**
 * Computes leaky_relu, one element at a time; the reference of the vector kernel.
 */
class LeakyReluKernel extends PointwiseKernel<LeakyRelu> {
    LeakyReluKernel() {
        super(1, 1);
    }

    @Override
    protected int cost() {
        return 3;
    }

    @Override
    protected void f64(LeakyRelu op, Block block) {
        long n = block.n();
        long pInput = block.in(0);
        long pOutput = block.out(0);
        double negativeSlope = op.negativeSlope().doubleValue();
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f64(pOutput, i, output(UncheckedAccess.f64(pInput, i), negativeSlope));
        }
    }

    @Override
    protected void f32(LeakyRelu op, Block block) {
        long n = block.n();
        long pInput = block.in(0);
        long pOutput = block.out(0);
        double negativeSlope = op.negativeSlope().doubleValue();
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f32(pOutput, i, (float) output(UncheckedAccess.f32(pInput, i),
                    negativeSlope));
        }
    }

    private static double output(double input, double negativeSlope) {
        return input > 0.0 ? input : input * negativeSlope;
    }
}
