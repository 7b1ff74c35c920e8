package dev.tenon.cpu.kernels.pool;

import dev.tenon.ops.AdaptiveAvgPool2d;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Averages to a plane of a given size. */
public final class AdaptiveAvgPool2dKernel implements Kernel<AdaptiveAvgPool2d> {
    @Override
    public void run(AdaptiveAvgPool2d op, KernelCall call) {
        var operands = new AdaptiveAvgPool2d.Operands(call);
        AdaptiveAveraging.of(operands.input(), operands.result()).forward(operands.input(), operands.result());
    }
}
