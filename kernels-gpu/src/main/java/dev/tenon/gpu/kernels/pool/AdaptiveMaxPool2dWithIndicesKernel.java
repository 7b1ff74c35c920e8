package dev.tenon.gpu.kernels.pool;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.AdaptiveMaxPool2dWithIndices;

/** The largest element of every window of nearly one size, and its place in the plane. */
public final class AdaptiveMaxPool2dWithIndicesKernel extends GpuKernel<AdaptiveMaxPool2dWithIndices> {
    @Override
    protected void run(AdaptiveMaxPool2dWithIndices op, GpuCall call) {
        var operands = new AdaptiveMaxPool2dWithIndices.Operands(call.operands());
        Pooling.adaptive(operands.input(), operands.values()).maxima(call, operands.input(), operands.values(), operands.indices());
    }
}
