package dev.tenon.gpu.kernels.pool;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.MaxPool2dBackward;

/**
 * Adds each pooled element's gradient where its window's largest element was; in which order is the device's choice. An index that is out of
 * range is passed over, and reported when the host next waits for the device.
 */
public final class MaxPool2dBackwardKernel extends GpuKernel<MaxPool2dBackward> {
    @Override
    protected void run(MaxPool2dBackward op, GpuCall call) {
        var operands = new MaxPool2dBackward.Operands(call.operands());
        var out = operands.result();
        if (out.numel() == 0) {
            return;
        }
        var grad = call.dense(operands.gradOutput(), out.dtype());
        var indices = call.dense(operands.indices(), DType.INT64);
        var sumsIn = computing(out.dtype());
        UncheckedOperand sums = sumsIn == out.dtype() ? out : call.region(sumsIn, out.sizes());
        call.zero(sums);
        call.launch("pool/pool", "max_pool_backward", out.dtype()).in(grad).in(indices).in(sums).i64(grad.numel()).i64(plane(grad))
            .i64(plane(out))
            .errors(call).over(grad.numel());
        if (sums != out) {
            Copies.copy(call, sums, out);
        }
    }

    /** What sums of a dtype are computed in. */
    private static DType computing(DType dtype) {
        return dtype.isFloating() ? Sums.statistics(dtype) : DType.INT64;
    }

    private static long plane(UncheckedOperand operand) {
        return operand.sizes()[operand.rank() - 2] * operand.sizes()[operand.rank() - 1];
    }
}
