package dev.tenon.cpu;

import dev.tenon.ops.Randint;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Integers in [low, high). */
public final class RandintKernel implements Kernel<Randint> {
    @Override
    public void run(Randint op, KernelCall call) {
        long bound = op.high() - op.low();
        RandomFill.longs(call.out(0), op.seed(), op.offset(), at -> op.low() + at.below(bound));
    }
}
