package sample.kernels;

import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.kernels.update.StepKernel;
import sample.ops.SgdStep;

/**
 * Steps of {@code sgd}, one element at a time and in double; the reference of the vector kernel.
 */
class SgdStepKernel extends StepKernel<SgdStep> {
    @Override
    protected double[] numbers(SgdStep op) {
        return new double[] {
                    1.0 - op.dampening()
                };
    }

    @Override
    protected void f32(SgdStep op, double[] numbers, long[] at, long n) {
        if (op.hasMomentumBuffer()) {
            f32WithMomentumBuffer(op, numbers, at, n);
        } else {
            f32WithoutMomentumBuffer(op, numbers, at, n);
        }
    }

    private static void f32WithMomentumBuffer(SgdStep op, double[] numbers, long[] at, long n) {
        long pParam = at[0];
        long pGrad = at[1];
        long pMomentumBuffer = at[2];
        boolean maximize = op.maximize();
        boolean flag1 = (double) op.step() == 1.0;
        double momentum = op.momentum();
        double factor1 = numbers[0];
        boolean nesterov = op.nesterov();
        double lr = op.lr();
        for (long i = 0; i < n; i++) {
            double param = UncheckedAccess.f32(pParam, i);
            double grad = UncheckedAccess.f32(pGrad, i);
            double momentumBuffer = UncheckedAccess.f32(pMomentumBuffer, i);
            double g = maximize ? -grad : grad;
            momentumBuffer = flag1 ? g : momentum * momentumBuffer + factor1 * g;
            double d = nesterov ? g + momentum * momentumBuffer : momentumBuffer;
            param = param - lr * d;
            UncheckedAccess.f32(pParam, i, (float) param);
            UncheckedAccess.f32(pMomentumBuffer, i, (float) momentumBuffer);
        }
    }

    private static void f32WithoutMomentumBuffer(SgdStep op, double[] numbers, long[] at, long n) {
        long pParam = at[0];
        long pGrad = at[1];
        boolean maximize = op.maximize();
        double lr = op.lr();
        for (long i = 0; i < n; i++) {
            double param = UncheckedAccess.f32(pParam, i);
            double grad = UncheckedAccess.f32(pGrad, i);
            double g = maximize ? -grad : grad;
            double d = g;
            param = param - lr * d;
            UncheckedAccess.f32(pParam, i, (float) param);
        }
    }

    @Override
    protected void f64(SgdStep op, double[] numbers, long[] at, long n) {
        if (op.hasMomentumBuffer()) {
            f64WithMomentumBuffer(op, numbers, at, n);
        } else {
            f64WithoutMomentumBuffer(op, numbers, at, n);
        }
    }

    private static void f64WithMomentumBuffer(SgdStep op, double[] numbers, long[] at, long n) {
        long pParam = at[0];
        long pGrad = at[1];
        long pMomentumBuffer = at[2];
        boolean maximize = op.maximize();
        boolean flag1 = (double) op.step() == 1.0;
        double momentum = op.momentum();
        double factor1 = numbers[0];
        boolean nesterov = op.nesterov();
        double lr = op.lr();
        for (long i = 0; i < n; i++) {
            double param = UncheckedAccess.f64(pParam, i);
            double grad = UncheckedAccess.f64(pGrad, i);
            double momentumBuffer = UncheckedAccess.f64(pMomentumBuffer, i);
            double g = maximize ? -grad : grad;
            momentumBuffer = flag1 ? g : momentum * momentumBuffer + factor1 * g;
            double d = nesterov ? g + momentum * momentumBuffer : momentumBuffer;
            param = param - lr * d;
            UncheckedAccess.f64(pParam, i, param);
            UncheckedAccess.f64(pMomentumBuffer, i, momentumBuffer);
        }
    }

    private static void f64WithoutMomentumBuffer(SgdStep op, double[] numbers, long[] at, long n) {
        long pParam = at[0];
        long pGrad = at[1];
        boolean maximize = op.maximize();
        double lr = op.lr();
        for (long i = 0; i < n; i++) {
            double param = UncheckedAccess.f64(pParam, i);
            double grad = UncheckedAccess.f64(pGrad, i);
            double g = maximize ? -grad : grad;
            double d = g;
            param = param - lr * d;
            UncheckedAccess.f64(pParam, i, param);
        }
    }
}
