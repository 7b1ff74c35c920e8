package dev.tenon.gpu.kernels;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Randint;

/** Integers in [low, high). */
public final class RandintKernel extends GpuKernel<Randint> {
    @Override
    protected void run(Randint op, GpuCall call) {
        var out = call.out(0);
        call.launch("random", "randint", out.dtype()).in(out).i64(out.numel()).i64(op.low()).i64(op.high() - op.low()).i64(op.seed())
            .i64(op.offset()).over(out.numel());
    }
}
