package dev.tenon.gpu.kernels.update;

import dev.tenon.gpu.launch.Launch;
import dev.tenon.ops.SgdStep;

/** Stochastic gradient descent with weight decay, momentum, dampening and Nesterov's look-ahead. */
public final class SgdStepKernel extends StepKernel<SgdStep> {
    @Override
    long count(SgdStep op) {
        return op.count();
    }

    @Override
    void arguments(SgdStep op, Launch launch) {
        launch.f64(op.lr()).f64(op.momentum()).f64(1 - op.dampening()).f64(op.weightDecay()).flag(op.nesterov()).flag(op.maximize())
            .flag(op.first());
    }
}
