package dev.tenon.cpu.kernels.creation;

import dev.tenon.cpu.pointwise.Fill;
import dev.tenon.ops.Filled;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** One number everywhere. */
public final class FilledKernel implements Kernel<Filled> {
    @Override
    public void run(Filled op, KernelCall call) {
        Fill.with(call.out(0), op.value());
    }
}
