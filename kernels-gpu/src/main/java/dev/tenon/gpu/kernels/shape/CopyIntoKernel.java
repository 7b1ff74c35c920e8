package dev.tenon.gpu.kernels.shape;

import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.CopyInto;

/** Writes the second operand into the first, broadcast and converted. */
public final class CopyIntoKernel extends GpuKernel<CopyInto> {
    @Override
    protected void run(CopyInto op, GpuCall call) {
        Copies.copy(call, call.in(1), call.in(0));
    }
}
