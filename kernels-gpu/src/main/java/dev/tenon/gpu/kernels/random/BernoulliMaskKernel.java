package dev.tenon.gpu.kernels.random;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.BernoulliMask;

/** 1 with the probability that each element gives, otherwise 0. */
public final class BernoulliMaskKernel extends GpuKernel<BernoulliMask> {
    @Override
    protected void run(BernoulliMask op, GpuCall call) {
        var operands = new BernoulliMask.Operands(call.operands());
        var out = operands.result();
        var chances = call.dense(operands.input(), out.dtype());
        call.launch("random/random", "bernoulli", out.dtype()).in(chances).in(out).i64(out.numel()).i64(op.seed()).i64(op.offset())
            .over(out.numel());
    }
}
