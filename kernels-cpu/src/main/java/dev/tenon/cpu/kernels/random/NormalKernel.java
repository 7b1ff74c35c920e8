package dev.tenon.cpu.kernels.random;

import dev.tenon.ops.Normal;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Normal numbers of a mean and a standard deviation. */
public final class NormalKernel implements Kernel<Normal> {
    @Override
    public void run(Normal op, KernelCall call) {
        var operands = new Normal.Operands(call);
        RandomFill.doubles(operands.result(), op.seed(), op.offset(), at -> op.mean() + op.std() * at.normal());
    }
}
