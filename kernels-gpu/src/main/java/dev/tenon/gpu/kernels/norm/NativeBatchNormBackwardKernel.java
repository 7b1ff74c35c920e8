package dev.tenon.gpu.kernels.norm;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.NativeBatchNormBackward;

/** The gradient of batch norm: {@code gx = w * r * (g - mean(g) - xhat * mean(g * xhat))} with {@code xhat = (x - mean) * r}. */
public final class NativeBatchNormBackwardKernel extends GpuKernel<NativeBatchNormBackward> {
    @Override
    protected void run(NativeBatchNormBackward op, GpuCall call) {
        var operands = new NativeBatchNormBackward.Operands(call.operands());
        var dtype = operands.gradInput().dtype();
        var statistics = Sums.statistics(dtype);
        var grad = call.dense(operands.gradOutput(), dtype);
        var input = call.dense(operands.input(), dtype);
        var channels = Channels.of(call, operands.gradInput(), grad.address(), input.address(), operands.gradInput().address());
        if (channels.channels() == 0) {
            return;
        }
        long weight = call.addressOrZero(operands.weight(), dtype);
        var mean = call.dense(operands.mean(), statistics);
        var rstd = call.dense(operands.rstd(), statistics);
        var parts = channels.parts(call, statistics, 2);
        var factors = call.region(statistics, 3, channels.channels());
        channels.fold(call, "batch_norm_slopes", dtype, parts, grad, input, mean);
        channels.total(
            call.launch("norm/batch_norm", "batch_norm_slopes_total", dtype).in(parts).pointer(weight).in(rstd).in(operands.gradWeight())
                .in(operands.gradBias()).in(factors).i64(channels.channels()).i32(channels.pieces()).i64(channels.size()));
        channels.each(call, "batch_norm_slope", dtype, grad, input, operands.gradInput(), mean, rstd, factors);
    }
}
