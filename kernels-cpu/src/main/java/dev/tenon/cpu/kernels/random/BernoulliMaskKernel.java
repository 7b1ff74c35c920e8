package dev.tenon.cpu.kernels.random;

import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Convert;
import dev.tenon.cpu.math.Philox;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.BernoulliMask;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** 1 with the probability that each element gives, otherwise 0. */
public final class BernoulliMaskKernel implements Kernel<BernoulliMask> {
    @Override
    public void run(BernoulliMask op, KernelCall call) {
        var operands = new BernoulliMask.Operands(call);
        var out = operands.result();
        var dtype = out.dtype();
        try (var chances = Dense.read(operands.input(), dtype)) {
            long address = chances.address();
            Workers.run(out.numel(), 4096, (from, to) -> {
                var philox = new Philox(op.seed());
                for (long i = from; i < to; i++) {
                    double chance = Convert.loadDouble(dtype, address + i * dtype.bytes());
                    Convert.storeDouble(dtype, out.address() + i * dtype.bytes(),
                        RandomFill.uniform(dtype, philox.at(op.offset() + i)) < chance ? 1 : 0);
                }
            });
        }
    }
}
