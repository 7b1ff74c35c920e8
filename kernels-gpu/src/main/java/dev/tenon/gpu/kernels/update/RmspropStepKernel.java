package dev.tenon.gpu.kernels.update;

import dev.tenon.gpu.launch.Launch;
import dev.tenon.ops.RmspropStep;

/** RMSprop, centred or not, with momentum or without. */
public final class RmspropStepKernel extends StepKernel<RmspropStep> {
    @Override
    long count(RmspropStep op) {
        return op.count();
    }

    @Override
    void arguments(RmspropStep op, Launch launch) {
        launch.f64(op.lr()).f64(op.alpha()).f64(op.eps()).f64(op.weightDecay()).f64(op.momentum()).flag(op.centered())
            .flag(op.maximize());
    }
}
