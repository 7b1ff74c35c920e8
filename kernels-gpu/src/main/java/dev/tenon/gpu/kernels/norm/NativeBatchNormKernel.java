package dev.tenon.gpu.kernels.norm;

import dev.tenon.core.DType;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.NativeBatchNorm;

/** Batch norm by the batch's own statistics, from sums over pieces of each channel. */
public final class NativeBatchNormKernel extends GpuKernel<NativeBatchNorm> {
    @Override
    protected void run(NativeBatchNorm op, GpuCall call) {
        var operands = new NativeBatchNorm.Operands(call.operands());
        var dtype = operands.output().dtype();
        var statistics = operands.mean().dtype();
        var input = call.dense(operands.input(), dtype);
        var channels = Channels.of(call, operands.output(), input.address(), operands.output().address());
        if (channels.channels() == 0) {
            return;
        }
        long weight = call.addressOrZero(operands.weight(), dtype);
        long bias = call.addressOrZero(operands.bias(), dtype);
        var parts = channels.parts(call, DType.FLOAT64, 2);
        var factors = call.region(statistics, 2, channels.channels());
        channels.fold(call, "batch_norm_moments", dtype, parts, input);
        channels.total(call.launch("norm/batch_norm", "batch_norm_moments_total", dtype).in(input).in(parts).pointer(weight).pointer(bias)
            .in(operands.mean()).in(operands.var()).in(operands.rstd()).in(factors).i64(channels.channels())
            .i64(Math.max(1, channels.plane()))
            .i64(channels.size()).i32(channels.pieces()).f64(op.eps()));
        channels.each(call, "batch_norm_normalise", dtype, input, operands.output(), operands.mean(), factors);
    }
}
