package sample.kernels;

import dev.tenon.cpu.engine.Block;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.PointwiseKernel;
import sample.ops.LeakyReluBackward;

/**
 * Computes the gradient of leaky_relu, one element at a time; the reference of the vector kernel.
 */
class LeakyReluBackwardKernel extends PointwiseKernel<LeakyReluBackward> {
    LeakyReluBackwardKernel() {
        super(2, 1);
    }

    @Override
    protected int cost() {
        return 3;
    }

    @Override
    protected void f64(LeakyReluBackward op, Block block) {
        long n = block.n();
        long pG = block.in(0);
        long pInput = block.in(1);
        long pInputGrad = block.out(0);
        double negativeSlope = op.negativeSlope().doubleValue();
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f64(pInputGrad, i, inputGrad(UncheckedAccess.f64(pG, i),
                    UncheckedAccess.f64(pInput, i), negativeSlope));
        }
    }

    @Override
    protected void f32(LeakyReluBackward op, Block block) {
        long n = block.n();
        long pG = block.in(0);
        long pInput = block.in(1);
        long pInputGrad = block.out(0);
        double negativeSlope = op.negativeSlope().doubleValue();
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f32(pInputGrad, i, (float) inputGrad(UncheckedAccess.f32(pG, i),
                    UncheckedAccess.f32(pInput, i), negativeSlope));
        }
    }

    private static double inputGrad(double g, double input, double negativeSlope) {
        return g * (input > 0.0 ? 1.0 : negativeSlope);
    }
}
