package dev.tenon.gpu.kernels.creation;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.NativeEye;

/** Ones on the main diagonal, zeros elsewhere. */
public final class NativeEyeKernel extends GpuKernel<NativeEye> {
    @Override
    protected void run(NativeEye op, GpuCall call) {
        var operands = new NativeEye.Operands(call.operands());
        var out = operands.result();
        call.launch("creation/fill", "eye", out.dtype()).in(out).i64(op.n()).i64(op.m()).over(out.numel());
    }
}
