package dev.tenon.gpu.kernels.shape;

import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Clone;

/** A row-major copy. */
public final class CloneKernel extends GpuKernel<Clone> {
    @Override
    protected void run(Clone op, GpuCall call) {
        var operands = new Clone.Operands(call.operands());
        Copies.copy(call, operands.input(), operands.result());
    }
}
