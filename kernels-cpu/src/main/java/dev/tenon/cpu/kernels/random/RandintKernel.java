package dev.tenon.cpu.kernels.random;

import dev.tenon.core.Rounding;
import dev.tenon.ops.Randint;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Integers in [low, high): what a floating dtype would round to high becomes the number before it. */
public final class RandintKernel implements Kernel<Randint> {
    @Override
    public void run(Randint op, KernelCall call) {
        var operands = new Randint.Operands(call);
        long bound = op.high() - op.low();
        var dtype = operands.result().dtype();
        if (dtype.isFloating()) {
            double last = Rounding.last(dtype, op.low(), op.high());
            RandomFill.doubles(operands.result(), op.seed(), op.offset(), at -> Math.min(op.low() + at.below(bound), last));
        } else {
            RandomFill.longs(operands.result(), op.seed(), op.offset(), at -> op.low() + at.below(bound));
        }
    }
}
