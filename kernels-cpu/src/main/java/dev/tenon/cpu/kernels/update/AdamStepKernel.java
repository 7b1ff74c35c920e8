package dev.tenon.cpu.kernels.update;

import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.engine.Simd;
import dev.tenon.ops.AdamStep;

/** Adam, AdamW where the decay is decoupled, and AMSGrad. */
public final class AdamStepKernel extends StepKernel<AdamStep> {
    /**
     * What is the same for every element of a step.
     *
     * @param keep what decoupled decay leaves of the parameter
     * @param decay added to the gradient in proportion to the parameter
     * @param stepSize the learning rate over the bias correction of the first moment
     * @param root the reciprocal root of the bias correction of the second moment
     */
    record Factors(double keep, double decay, double stepSize, double root) {
        static Factors of(AdamStep op) {
            return new Factors(op.decoupled() ? 1 - op.lr() * op.weightDecay() : 1, op.decoupled() ? 0 : op.weightDecay(),
                op.lr() / (1 - Math.pow(op.beta1(), op.step())), 1 / Math.sqrt(1 - Math.pow(op.beta2(), op.step())));
        }
    }

    @Override
    int count(AdamStep op) {
        return (int) op.count();
    }

    @Override
    void f32(AdamStep op, long[] p, long n) {
        var factors = Factors.of(op);
        long done = Simd.ENABLED ? AdamVectors.f32(op, factors, p, n) : 0;
        float keep = (float) factors.keep;
        float decay = (float) factors.decay;
        float stepSize = (float) -factors.stepSize;
        float root = (float) factors.root;
        for (long i = done; i < n; i++) {
            float value = RawMemory.f32(p[0], i) * keep;
            float grad = Math.fma(decay, value, op.maximize() ? -RawMemory.f32(p[1], i) : RawMemory.f32(p[1], i));
            float mean = Math.fma((float) (1 - op.beta1()), grad - RawMemory.f32(p[2], i), RawMemory.f32(p[2], i));
            float square = Math.fma((float) op.beta2(), RawMemory.f32(p[3], i), (float) (1 - op.beta2()) * (grad * grad));
            RawMemory.f32(p[2], i, mean);
            RawMemory.f32(p[3], i, square);
            if (op.amsgrad()) {
                square = Math.max(RawMemory.f32(p[4], i), square);
                RawMemory.f32(p[4], i, square);
            }
            float scaled = Math.fma((float) Math.sqrt(square), root, (float) op.eps());
            RawMemory.f32(p[0], i, Math.fma(stepSize, mean / scaled, value));
        }
    }

    @Override
    void f64(AdamStep op, long[] p, long n) {
        var factors = Factors.of(op);
        for (long i = 0; i < n; i++) {
            double value = RawMemory.f64(p[0], i) * factors.keep;
            double grad = (op.maximize() ? -RawMemory.f64(p[1], i) : RawMemory.f64(p[1], i)) + factors.decay * value;
            double mean = RawMemory.f64(p[2], i) + (1 - op.beta1()) * (grad - RawMemory.f64(p[2], i));
            double square = op.beta2() * RawMemory.f64(p[3], i) + (1 - op.beta2()) * grad * grad;
            RawMemory.f64(p[2], i, mean);
            RawMemory.f64(p[3], i, square);
            if (op.amsgrad()) {
                square = Math.max(RawMemory.f64(p[4], i), square);
                RawMemory.f64(p[4], i, square);
            }
            RawMemory.f64(p[0], i, value - factors.stepSize * (mean / (Math.sqrt(square) * factors.root + op.eps())));
        }
    }
}
