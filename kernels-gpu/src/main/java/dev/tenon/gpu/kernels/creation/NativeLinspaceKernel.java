package dev.tenon.gpu.kernels.creation;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.NativeLinspace;

/** Equal steps between two ends, both included; counted from the nearer end, so that both are exact. */
public final class NativeLinspaceKernel extends GpuKernel<NativeLinspace> {
    @Override
    protected void run(NativeLinspace op, GpuCall call) {
        var operands = new NativeLinspace.Operands(call.operands());
        var out = operands.result();
        call.launch("creation/fill", "linspace", out.dtype()).in(out).i64(out.numel()).f64(op.start()).f64(op.end()).over(out.numel());
    }
}
