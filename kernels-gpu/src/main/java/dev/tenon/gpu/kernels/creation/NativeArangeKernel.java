package dev.tenon.gpu.kernels.creation;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.NativeArange;

/** Equal steps from a start: {@code start + i * step}, both of which an integer dtype truncates first. */
public final class NativeArangeKernel extends GpuKernel<NativeArange> {
    @Override
    protected void run(NativeArange op, GpuCall call) {
        var operands = new NativeArange.Operands(call.operands());
        var out = operands.result();
        call.launch("creation/fill", "arange", out.dtype()).in(out).i64(out.numel()).f64(op.start().doubleValue())
            .f64(op.step().doubleValue())
            .i64(op.start().longValue()).i64(op.step().longValue()).over(out.numel());
    }
}
