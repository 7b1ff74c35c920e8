package dev.tenon.gpu.kernels.pool;

import dev.tenon.core.Ints;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.AvgPool2d;

/** The average of every window. */
public final class AvgPool2dKernel extends GpuKernel<AvgPool2d> {
    private static final Ints DENSE = Ints.of(1);

    @Override
    protected void run(AvgPool2d op, GpuCall call) {
        var operands = new AvgPool2d.Operands(call.operands());
        var divisor = op.divisorOverride();
        Pooling.of(operands.input(), operands.result(), op.kernelSize(), op.stride(), op.padding(), DENSE).means(call, operands.input(),
            operands.result(), false,
            Pooling.by(op.countIncludePad(), divisor), divisor == null ? 1 : divisor);
    }
}
