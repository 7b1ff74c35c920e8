package dev.tenon.gpu.kernels.reduction;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Cumsum;

/** Running sums along one dimension. */
public final class CumsumKernel extends GpuKernel<Cumsum> {
    @Override
    protected void run(Cumsum op, GpuCall call) {
        var operands = new Cumsum.Operands(call.operands());
        RunningFold.run(call, operands.input(), operands.result(), "sum", op.dim());
    }
}
