package dev.tenon.cpu.kernels.update;

import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.engine.Simd;
import dev.tenon.ops.SgdStep;

/** Stochastic gradient descent with weight decay, momentum, dampening and Nesterov's look-ahead. */
public final class SgdStepKernel extends StepKernel<SgdStep> {
    @Override
    int count(SgdStep op) {
        return (int) op.count();
    }

    @Override
    void f32(SgdStep op, long[] p, long n) {
        long done = Simd.ENABLED ? SgdVectors.f32(op, p, n) : 0;
        for (long i = done; i < n; i++) {
            float value = RawMemory.f32(p[0], i);
            float grad = op.maximize() ? -RawMemory.f32(p[1], i) : RawMemory.f32(p[1], i);
            float step = Math.fma((float) op.weightDecay(), value, grad);
            if (op.momentum() != 0) {
                float carried = op.first() ? step
                    : Math.fma((float) op.momentum(), RawMemory.f32(p[2], i), (float) (1 - op.dampening()) * step);
                RawMemory.f32(p[2], i, carried);
                step = op.nesterov() ? Math.fma((float) op.momentum(), carried, step) : carried;
            }
            RawMemory.f32(p[0], i, Math.fma((float) -op.lr(), step, value));
        }
    }

    @Override
    void f64(SgdStep op, long[] p, long n) {
        for (long i = 0; i < n; i++) {
            double value = RawMemory.f64(p[0], i);
            double step = (op.maximize() ? -RawMemory.f64(p[1], i) : RawMemory.f64(p[1], i)) + op.weightDecay() * value;
            if (op.momentum() != 0) {
                double carried = op.first() ? step : op.momentum() * RawMemory.f64(p[2], i) + (1 - op.dampening()) * step;
                RawMemory.f64(p[2], i, carried);
                step = op.nesterov() ? step + op.momentum() * carried : carried;
            }
            RawMemory.f64(p[0], i, value - op.lr() * step);
        }
    }
}
