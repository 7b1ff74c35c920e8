package dev.tenon.cpu.kernels.random;

import dev.tenon.core.Rounding;
import dev.tenon.ops.Uniform;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Uniform numbers in [low, high): what would be rounded to high becomes the number before it. */
public final class UniformKernel implements Kernel<Uniform> {
    @Override
    public void run(Uniform op, KernelCall call) {
        var operands = new Uniform.Operands(call);
        var dtype = operands.result().dtype();
        double width = op.high() - op.low();
        double last = Rounding.last(dtype, op.low(), op.high());
        RandomFill.doubles(operands.result(), op.seed(), op.offset(),
            at -> Math.min(op.low() + width * RandomFill.uniform(dtype, at), last));
    }
}
