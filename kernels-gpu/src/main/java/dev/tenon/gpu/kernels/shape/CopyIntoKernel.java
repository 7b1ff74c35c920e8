package dev.tenon.gpu.kernels.shape;

import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.CopyInto;

/** Writes the second operand into the first, broadcast and converted. */
public final class CopyIntoKernel extends GpuKernel<CopyInto> {
    @Override
    protected void run(CopyInto op, GpuCall call) {
        var operands = new CopyInto.Operands(call.operands());
        Copies.copy(call, operands.source(), operands.target());
    }
}
