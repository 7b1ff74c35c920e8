package dev.tenon.gpu.kernels.pool;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.AdaptiveAvgPool2d;

/** Averages to a plane of a given size. */
public final class AdaptiveAvgPool2dKernel extends GpuKernel<AdaptiveAvgPool2d> {
    @Override
    protected void run(AdaptiveAvgPool2d op, GpuCall call) {
        var operands = new AdaptiveAvgPool2d.Operands(call.operands());
        Pooling.adaptive(operands.input(), operands.result()).means(call, operands.input(), operands.result(), false, Pooling.By.PART, 1);
    }
}
