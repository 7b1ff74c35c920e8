package dev.tenon.gpu.kernels.reduction;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Cumprod;

/** Running products along one dimension. */
public final class CumprodKernel extends GpuKernel<Cumprod> {
    @Override
    protected void run(Cumprod op, GpuCall call) {
        var operands = new Cumprod.Operands(call.operands());
        RunningFold.run(call, operands.input(), operands.result(), "product", op.dim());
    }
}
