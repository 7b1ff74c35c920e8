package dev.tenon.gpu.kernels.pool;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.AdaptiveAvgPool2dBackward;

/** Spreads every average's gradient over its window: each element gathers from the windows that hold it. */
public final class AdaptiveAvgPool2dBackwardKernel extends GpuKernel<AdaptiveAvgPool2dBackward> {
    @Override
    protected void run(AdaptiveAvgPool2dBackward op, GpuCall call) {
        var operands = new AdaptiveAvgPool2dBackward.Operands(call.operands());
        Pooling.adaptive(operands.result(), operands.gradOutput()).means(call, operands.gradOutput(), operands.result(), true,
            Pooling.By.PART, 1);
    }
}
