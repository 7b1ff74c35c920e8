package dev.tenon.gpu.kernels.dropout;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.NativeDropout;

/** Zeroes each element with probability p and scales the others by 1 / (1 - p). The choice follows from seed and place. */
public final class NativeDropoutKernel extends GpuKernel<NativeDropout> {
    @Override
    protected void run(NativeDropout op, GpuCall call) {
        var operands = new NativeDropout.Operands(call.operands());
        var out = operands.result();
        var input = call.dense(operands.input(), out.dtype());
        double scale = op.p() == 1 ? 0 : 1 / (1 - op.p());
        call.launch("random/random", "dropout", out.dtype()).in(input).in(out).i64(out.numel()).f64(op.p()).f64(scale).i64(op.seed())
            .i64(op.offset()).over(out.numel());
    }
}
