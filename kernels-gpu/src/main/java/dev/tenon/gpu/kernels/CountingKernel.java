package dev.tenon.gpu.kernels;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Counting;

/** Equal steps from a start: {@code start + i * step}. */
public final class CountingKernel extends GpuKernel<Counting> {
    @Override
    protected void run(Counting op, GpuCall call) {
        var out = call.out(0);
        boolean whole = isWhole(op.start()) && isWhole(op.step());
        call.launch("fill", "arange", out.dtype()).in(out).i64(out.numel()).f64(op.start().doubleValue()).f64(op.step().doubleValue())
            .flag(whole).i64(op.start().longValue()).i64(op.step().longValue()).over(out.numel());
    }

    private static boolean isWhole(Number value) {
        return !(value instanceof Double || value instanceof Float);
    }
}
