package dev.tenon.cpu.kernels.pool;

import dev.tenon.core.Ints;
import dev.tenon.ops.AvgPool2dBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.PoolWindow;

/** Spreads every average's gradient over its window. */
public final class AvgPool2dBackwardKernel implements Kernel<AvgPool2dBackward> {
    private static final Ints DENSE = Ints.of(1);

    @Override
    public void run(AvgPool2dBackward op, KernelCall call) {
        var operands = new AvgPool2dBackward.Operands(call);
        var window = PoolWindow.of(operands.result(), operands.gradOutput(), op.kernelSize(), op.stride(),
            op.padding(), DENSE);
        new AveragePooling(window, op.countIncludePad(), op.divisorOverride()).backward(operands.gradOutput(), operands.result());
    }
}
