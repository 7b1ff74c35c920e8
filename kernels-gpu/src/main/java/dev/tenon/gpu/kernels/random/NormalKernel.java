package dev.tenon.gpu.kernels.random;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Normal;

/** Normal numbers of a mean and a standard deviation, computed in double. */
public final class NormalKernel extends GpuKernel<Normal> {
    @Override
    protected void run(Normal op, GpuCall call) {
        var operands = new Normal.Operands(call.operands());
        var out = operands.result();
        call.launch("random/random", "normal", out.dtype()).in(out).i64(out.numel()).f64(op.mean()).f64(op.std()).i64(op.seed())
            .i64(op.offset())
            .over(out.numel());
    }
}
