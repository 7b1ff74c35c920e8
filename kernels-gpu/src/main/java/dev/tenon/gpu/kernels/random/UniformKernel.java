package dev.tenon.gpu.kernels.random;

import dev.tenon.core.Rounding;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Uniform;

/** Uniform numbers in [low, high): what would be rounded to high becomes the number before it. */
public final class UniformKernel extends GpuKernel<Uniform> {
    @Override
    protected void run(Uniform op, GpuCall call) {
        var operands = new Uniform.Operands(call.operands());
        var out = operands.result();
        call.launch("random/random", "uniform", out.dtype()).in(out).i64(out.numel()).f64(op.low()).f64(op.high() - op.low())
            .f64(Rounding.last(out.dtype(), op.low(), op.high())).i64(op.seed())
            .i64(op.offset()).over(out.numel());
    }
}
