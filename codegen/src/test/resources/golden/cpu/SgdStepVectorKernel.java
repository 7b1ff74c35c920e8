package sample.kernels;

import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.VectorMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import sample.ops.SgdStep;

/**
 * Steps of {@code sgd}, as many elements at a time as a vector has lanes.
 */
final class SgdStepVectorKernel extends SgdStepKernel {
    @Override
    protected boolean isVector() {
        return true;
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
        for (long i = 0; i < n; i += VectorMath.F_LANES) {
            FloatVector param = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pParam + (i << 2), VectorMath.ORDER);
            FloatVector grad = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pGrad + (i << 2), VectorMath.ORDER);
            FloatVector momentumBuffer = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pMomentumBuffer + (i << 2), VectorMath.ORDER);
            FloatVector g = maximize ? grad.neg() : grad;
            momentumBuffer = flag1 ? g : momentumBuffer.mul((float) momentum)
                    .add(g.mul((float) factor1));
            FloatVector d = nesterov ? g.add(momentumBuffer.mul((float) momentum)) : momentumBuffer;
            param = param.sub(d.mul((float) lr));
            param.intoMemorySegment(UncheckedAccess.ALL, pParam + (i << 2), VectorMath.ORDER);
            momentumBuffer.intoMemorySegment(UncheckedAccess.ALL, pMomentumBuffer + (i << 2), VectorMath.ORDER);
        }
    }

    private static void f32WithoutMomentumBuffer(SgdStep op, double[] numbers, long[] at, long n) {
        long pParam = at[0];
        long pGrad = at[1];
        boolean maximize = op.maximize();
        double lr = op.lr();
        for (long i = 0; i < n; i += VectorMath.F_LANES) {
            FloatVector param = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pParam + (i << 2), VectorMath.ORDER);
            FloatVector grad = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pGrad + (i << 2), VectorMath.ORDER);
            FloatVector g = maximize ? grad.neg() : grad;
            FloatVector d = g;
            param = param.sub(d.mul((float) lr));
            param.intoMemorySegment(UncheckedAccess.ALL, pParam + (i << 2), VectorMath.ORDER);
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
        for (long i = 0; i < n; i += VectorMath.D_LANES) {
            DoubleVector param = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pParam + (i << 3), VectorMath.ORDER);
            DoubleVector grad = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pGrad + (i << 3), VectorMath.ORDER);
            DoubleVector momentumBuffer = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pMomentumBuffer + (i << 3), VectorMath.ORDER);
            DoubleVector g = maximize ? grad.neg() : grad;
            momentumBuffer = flag1 ? g : momentumBuffer.mul(momentum).add(g.mul(factor1));
            DoubleVector d = nesterov ? g.add(momentumBuffer.mul(momentum)) : momentumBuffer;
            param = param.sub(d.mul(lr));
            param.intoMemorySegment(UncheckedAccess.ALL, pParam + (i << 3), VectorMath.ORDER);
            momentumBuffer.intoMemorySegment(UncheckedAccess.ALL, pMomentumBuffer + (i << 3), VectorMath.ORDER);
        }
    }

    private static void f64WithoutMomentumBuffer(SgdStep op, double[] numbers, long[] at, long n) {
        long pParam = at[0];
        long pGrad = at[1];
        boolean maximize = op.maximize();
        double lr = op.lr();
        for (long i = 0; i < n; i += VectorMath.D_LANES) {
            DoubleVector param = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pParam + (i << 3), VectorMath.ORDER);
            DoubleVector grad = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pGrad + (i << 3), VectorMath.ORDER);
            DoubleVector g = maximize ? grad.neg() : grad;
            DoubleVector d = g;
            param = param.sub(d.mul(lr));
            param.intoMemorySegment(UncheckedAccess.ALL, pParam + (i << 3), VectorMath.ORDER);
        }
    }
}
