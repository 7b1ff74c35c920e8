package dev.tenon.cpu.kernels.pool;

import dev.tenon.ops.AdaptiveAvgPool2dBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Spreads every average's gradient over its window. */
public final class AdaptiveAvgPool2dBackwardKernel implements Kernel<AdaptiveAvgPool2dBackward> {
    @Override
    public void run(AdaptiveAvgPool2dBackward op, KernelCall call) {
        var operands = new AdaptiveAvgPool2dBackward.Operands(call);
        AdaptiveAveraging.of(operands.result(), operands.gradOutput()).backward(operands.gradOutput(), operands.result());
    }
}
