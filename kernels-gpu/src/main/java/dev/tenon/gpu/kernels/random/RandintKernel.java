package dev.tenon.gpu.kernels.random;

import dev.tenon.core.Rounding;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Randint;

/** Integers in [low, high): what a floating dtype would round to high becomes the number before it. */
public final class RandintKernel extends GpuKernel<Randint> {
    @Override
    protected void run(Randint op, GpuCall call) {
        var operands = new Randint.Operands(call.operands());
        var out = operands.result();
        call.launch("random/random", "randint", out.dtype()).in(out).i64(out.numel()).i64(op.low()).i64(op.high() - op.low())
            .f64(out.dtype().isFloating() ? Rounding.last(out.dtype(), op.low(), op.high()) : 0).i64(op.seed())
            .i64(op.offset()).over(out.numel());
    }
}
