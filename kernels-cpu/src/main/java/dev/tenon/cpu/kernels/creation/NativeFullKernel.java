package dev.tenon.cpu.kernels.creation;

import dev.tenon.cpu.pointwise.Fill;
import dev.tenon.ops.NativeFull;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** One number everywhere. */
public final class NativeFullKernel implements Kernel<NativeFull> {
    @Override
    public void run(NativeFull op, KernelCall call) {
        var operands = new NativeFull.Operands(call);
        Fill.with(operands.result(), op.value());
    }
}
