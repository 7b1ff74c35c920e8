package dev.tenon.cpu.kernels.shape;

import dev.tenon.cpu.pointwise.IdentityKernel;
import dev.tenon.ops.Clone;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Copies into row-major memory. */
public final class CloneKernel implements Kernel<Clone> {
    @Override
    public void run(Clone op, KernelCall call) {
        var operands = new Clone.Operands(call);
        IdentityKernel.copy(operands.input(), operands.result());
    }
}
