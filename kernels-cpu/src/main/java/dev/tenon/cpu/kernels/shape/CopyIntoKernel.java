package dev.tenon.cpu.kernels.shape;

import dev.tenon.cpu.pointwise.IdentityKernel;
import dev.tenon.ops.CopyInto;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Writes input 1, broadcast and converted, into the memory of input 0. */
public final class CopyIntoKernel implements Kernel<CopyInto> {
    @Override
    public void run(CopyInto op, KernelCall call) {
        var operands = new CopyInto.Operands(call);
        IdentityKernel.copy(operands.source(), operands.target());
    }
}
