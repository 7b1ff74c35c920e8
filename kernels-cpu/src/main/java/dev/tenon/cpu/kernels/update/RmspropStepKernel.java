package dev.tenon.cpu.kernels.update;

import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.ops.RmspropStep;

/** RMSprop, centred or not, with momentum or without. */
public final class RmspropStepKernel extends StepKernel<RmspropStep> {
    @Override
    int count(RmspropStep op) {
        return (int) op.count();
    }

    @Override
    void f32(RmspropStep op, long[] p, long n) {
        int buffer = 3;
        int average = op.momentum() != 0 ? 4 : 3;
        float alpha = (float) op.alpha();
        for (long i = 0; i < n; i++) {
            float value = RawMemory.f32(p[0], i);
            float grad = Math.fma((float) op.weightDecay(), value, op.maximize() ? -RawMemory.f32(p[1], i) : RawMemory.f32(p[1], i));
            float square = alpha * RawMemory.f32(p[2], i) + (1 - alpha) * grad * grad;
            RawMemory.f32(p[2], i, square);
            if (op.centered()) {
                float mean = RawMemory.f32(p[average], i) + (1 - alpha) * (grad - RawMemory.f32(p[average], i));
                RawMemory.f32(p[average], i, mean);
                square -= mean * mean;
            }
            float step = grad / ((float) Math.sqrt(square) + (float) op.eps());
            if (op.momentum() != 0) {
                step = Math.fma((float) op.momentum(), RawMemory.f32(p[buffer], i), step);
                RawMemory.f32(p[buffer], i, step);
            }
            RawMemory.f32(p[0], i, Math.fma((float) -op.lr(), step, value));
        }
    }

    @Override
    void f64(RmspropStep op, long[] p, long n) {
        int buffer = 3;
        int average = op.momentum() != 0 ? 4 : 3;
        for (long i = 0; i < n; i++) {
            double value = RawMemory.f64(p[0], i);
            double grad = (op.maximize() ? -RawMemory.f64(p[1], i) : RawMemory.f64(p[1], i)) + op.weightDecay() * value;
            double square = op.alpha() * RawMemory.f64(p[2], i) + (1 - op.alpha()) * grad * grad;
            RawMemory.f64(p[2], i, square);
            if (op.centered()) {
                double mean = RawMemory.f64(p[average], i) + (1 - op.alpha()) * (grad - RawMemory.f64(p[average], i));
                RawMemory.f64(p[average], i, mean);
                square -= mean * mean;
            }
            double step = grad / (Math.sqrt(square) + op.eps());
            if (op.momentum() != 0) {
                step += op.momentum() * RawMemory.f64(p[buffer], i);
                RawMemory.f64(p[buffer], i, step);
            }
            RawMemory.f64(p[0], i, value - op.lr() * step);
        }
    }
}
