package dev.tenon.gpu.kernels.norm;

import dev.tenon.gpu.launch.Given;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.NativeBatchNormBackward;

/** The gradient of batch norm: {@code gx = w * r * (g - mean(g) - xhat * mean(g * xhat))} with {@code xhat = (x - mean) * r}. */
public final class NativeBatchNormBackwardKernel extends GpuKernel<NativeBatchNormBackward> {
    @Override
    protected void run(NativeBatchNormBackward op, GpuCall call) {
        var dtype = call.out(0).dtype();
        var statistics = Given.statistics(dtype);
        var grad = call.dense(0, dtype);
        var input = call.dense(1, dtype);
        var channels = Channels.of(call, call.out(0), grad.address(), input.address(), call.out(0).address());
        if (channels.channels() == 0) {
            return;
        }
        long weight = Given.address(call, 2, dtype);
        var mean = call.dense(3, statistics);
        var rstd = call.dense(4, statistics);
        var parts = channels.parts(call, statistics, 2);
        var factors = call.region(statistics, 3, channels.channels());
        channels.fold(call, "batch_norm_slopes", dtype, parts, grad, input, mean);
        channels.total(call.launch("norm/batch_norm", "batch_norm_slopes_total", dtype).in(parts).pointer(weight).in(rstd).in(call.out(1))
            .in(call.out(2)).in(factors).i64(channels.channels()).i32(channels.pieces()).i64(channels.size()));
        channels.each(call, "batch_norm_slope", dtype, grad, input, call.out(0), mean, rstd, factors);
    }
}
