package dev.tenon.gpu.kernels;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.NativeBatchNorm;

/** Batch norm by the batch's own statistics, which are merged from those of pieces, so that no digits cancel. */
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
        var parts = channels.parts(call, statistics, 3);
        var factors = call.region(statistics, 2, channels.channels());
        channels.fold(call, "batch_norm_moments", dtype, parts, input);
        channels.total(call.launch("batch_norm", "batch_norm_moments_total", dtype).in(parts).pointer(weight).pointer(bias).in(call.out(1))
            .in(call.out(2)).in(factors).i64(channels.channels()).i32(channels.pieces()).f64(op.eps()));
        channels.each(call, "batch_norm_normalise", dtype, input, call.out(0), call.out(1), factors);
    }
}
