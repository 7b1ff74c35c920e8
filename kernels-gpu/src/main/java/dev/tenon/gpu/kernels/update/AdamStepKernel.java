package dev.tenon.gpu.kernels.update;

import dev.tenon.gpu.launch.Launch;
import dev.tenon.ops.AdamStep;

/** Adam, AdamW where the decay is decoupled, and AMSGrad. */
public final class AdamStepKernel extends StepKernel<AdamStep> {
    @Override
    long count(AdamStep op) {
        return op.count();
    }

    @Override
    void arguments(AdamStep op, Launch launch) {
        double keep = op.decoupled() ? 1 - op.lr() * op.weightDecay() : 1;
        double decay = op.decoupled() ? 0 : op.weightDecay();
        double stepSize = op.lr() / (1 - Math.pow(op.beta1(), op.step()));
        double root = 1 / Math.sqrt(1 - Math.pow(op.beta2(), op.step()));
        launch.f64(keep).f64(decay).f64(stepSize).f64(root).f64(1 - op.beta1()).f64(op.beta2()).f64(1 - op.beta2()).f64(op.eps())
            .flag(op.amsgrad()).flag(op.maximize());
    }
}
