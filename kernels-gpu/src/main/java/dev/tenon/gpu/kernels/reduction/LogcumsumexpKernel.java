package dev.tenon.gpu.kernels.reduction;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Logcumsumexp;

/** Running sums of exponentials along one dimension, as logarithms. */
public final class LogcumsumexpKernel extends GpuKernel<Logcumsumexp> {
    @Override
    protected void run(Logcumsumexp op, GpuCall call) {
        var operands = new Logcumsumexp.Operands(call.operands());
        RunningFold.run(call, operands.input(), operands.result(), "logarithm", op.dim());
    }
}
