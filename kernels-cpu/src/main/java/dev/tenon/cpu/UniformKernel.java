package dev.tenon.cpu;

import dev.tenon.ops.Uniform;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Uniform numbers in [low, high). */
public final class UniformKernel implements Kernel<Uniform> {
    @Override
    public void run(Uniform op, KernelCall call) {
        var dtype = call.out(0).dtype();
        double width = op.high() - op.low();
        RandomFill.doubles(call.out(0), op.seed(), op.offset(), at -> op.low() + width * RandomFill.uniform(dtype, at));
    }
}
