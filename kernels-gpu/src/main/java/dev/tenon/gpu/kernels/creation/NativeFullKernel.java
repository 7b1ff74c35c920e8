package dev.tenon.gpu.kernels.creation;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.NativeFull;

/** One number everywhere. */
public final class NativeFullKernel extends GpuKernel<NativeFull> {
    @Override
    protected void run(NativeFull op, GpuCall call) {
        var operands = new NativeFull.Operands(call.operands());
        fill(call, operands.result(), op.value());
    }

    /** Queues writing a number into every element of row-major memory; fractions for an integer are cut off. */
    static void fill(GpuCall call, UncheckedOperand out, Number value) {
        boolean isReal = value instanceof Double || value instanceof Float;
        long whole = isReal ? (long) value.doubleValue() : value.longValue();
        call.launch("creation/fill", "full", out.dtype()).in(out).i64(out.numel()).f64(value.doubleValue()).i64(whole).over(out.numel());
    }
}
