package dev.tenon.gpu.kernels.pool;

import dev.tenon.core.Ints;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.AvgPool2dBackward;

/** Spreads every average's gradient over its window: each element gathers from the windows that hold it. */
public final class AvgPool2dBackwardKernel extends GpuKernel<AvgPool2dBackward> {
    private static final Ints DENSE = Ints.of(1);

    @Override
    protected void run(AvgPool2dBackward op, GpuCall call) {
        var operands = new AvgPool2dBackward.Operands(call.operands());
        var divisor = op.divisorOverride();
        Pooling.of(operands.result(), operands.gradOutput(), op.kernelSize(), op.stride(), op.padding(), DENSE).means(call,
            operands.gradOutput(), operands.result(), true,
            Pooling.by(op.countIncludePad(), divisor), divisor == null ? 1 : divisor);
    }
}
