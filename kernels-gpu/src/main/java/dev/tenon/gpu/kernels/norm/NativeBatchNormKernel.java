package dev.tenon.gpu.kernels.norm;

import dev.tenon.core.DType;
import dev.tenon.gpu.launch.Given;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.NativeBatchNorm;

/** Batch norm by the batch's own statistics, from sums over pieces of each channel. */
public final class NativeBatchNormKernel extends GpuKernel<NativeBatchNorm> {
    @Override
    protected void run(NativeBatchNorm op, GpuCall call) {
        var dtype = call.out(0).dtype();
        var statistics = call.out(1).dtype();
        var input = call.dense(0, dtype);
        var channels = Channels.of(call, call.out(0), input.address(), call.out(0).address());
        if (channels.channels() == 0) {
            return;
        }
        long weight = Given.address(call, 1, dtype);
        long bias = Given.address(call, 2, dtype);
        var parts = channels.parts(call, DType.FLOAT64, 2);
        var factors = call.region(statistics, 2, channels.channels());
        channels.fold(call, "batch_norm_moments", dtype, parts, input);
        channels.total(call.launch("norm/batch_norm", "batch_norm_moments_total", dtype).in(input).in(parts).pointer(weight).pointer(bias)
            .in(call.out(1)).in(call.out(2)).in(call.out(3)).in(factors).i64(channels.channels()).i64(Math.max(1, channels.plane()))
            .i64(channels.size()).i32(channels.pieces()).f64(op.eps()));
        channels.each(call, "batch_norm_normalise", dtype, input, call.out(0), call.out(1), factors);
    }
}
