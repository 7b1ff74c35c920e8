package dev.tenon.cpu.kernels.resample;

import dev.tenon.ops.Resample;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Weighted sums along one dimension. */
public final class ResampleKernel implements Kernel<Resample> {
    @Override
    public void run(Resample op, KernelCall call) {
        var operands = new Resample.Operands(call);
        Resampling.of(operands.input(), operands.weight(), op.dim()).forward(op.descriptor().name(), operands.input(), operands.weight(),
            operands.index(), operands.result());
    }
}
