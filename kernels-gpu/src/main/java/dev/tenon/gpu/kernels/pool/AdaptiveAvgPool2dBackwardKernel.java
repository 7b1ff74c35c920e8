package dev.tenon.gpu.kernels.pool;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.AdaptiveAvgPool2dBackward;

/** Spreads every average's gradient over its window: each element gathers from the windows that hold it. */
public final class AdaptiveAvgPool2dBackwardKernel extends GpuKernel<AdaptiveAvgPool2dBackward> {
    @Override
    protected void run(AdaptiveAvgPool2dBackward op, GpuCall call) {
        Pooling.adaptive(call.out(0), call.in(0)).means(call, true, Pooling.By.PART, 1);
    }
}
