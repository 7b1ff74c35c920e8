package dev.tenon.cpu.kernels.pool;

import dev.tenon.core.Ints;
import dev.tenon.ops.AvgPool2d;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.PoolWindow;

/** The average of every window. */
public final class AvgPool2dKernel implements Kernel<AvgPool2d> {
    private static final Ints DENSE = Ints.of(1);

    @Override
    public void run(AvgPool2d op, KernelCall call) {
        var operands = new AvgPool2d.Operands(call);
        var window = PoolWindow.of(operands.input(), operands.result(), op.kernelSize(), op.stride(), op.padding(),
            DENSE);
        new AveragePooling(window, op.countIncludePad(), op.divisorOverride()).forward(operands.input(), operands.result());
    }
}
