package dev.tenon.gpu.kernels.pool;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.MaxPool2dWithIndices;

/** The largest element of every window and its place in the plane: the first of equal ones, and NaN before all, the last of several. */
public final class MaxPool2dWithIndicesKernel extends GpuKernel<MaxPool2dWithIndices> {
    @Override
    protected void run(MaxPool2dWithIndices op, GpuCall call) {
        var operands = new MaxPool2dWithIndices.Operands(call.operands());
        Pooling.of(operands.input(), operands.values(), op.kernelSize(), op.stride(), op.padding(), op.dilation()).maxima(call,
            operands.input(), operands.values(), operands.indices());
    }
}
