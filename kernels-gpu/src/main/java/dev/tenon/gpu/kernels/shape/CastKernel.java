package dev.tenon.gpu.kernels.shape;

import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Cast;

/** A row-major copy in another dtype. */
public final class CastKernel extends GpuKernel<Cast> {
    @Override
    protected void run(Cast op, GpuCall call) {
        var operands = new Cast.Operands(call.operands());
        Copies.copy(call, operands.input(), operands.result());
    }
}
