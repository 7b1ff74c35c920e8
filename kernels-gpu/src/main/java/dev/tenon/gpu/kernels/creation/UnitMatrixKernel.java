package dev.tenon.gpu.kernels.creation;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.UnitMatrix;

/** Ones on the main diagonal, zeros elsewhere. */
public final class UnitMatrixKernel extends GpuKernel<UnitMatrix> {
    @Override
    protected void run(UnitMatrix op, GpuCall call) {
        var out = call.out(0);
        call.launch("creation/fill", "unit_matrix", out.dtype()).in(out).i64(op.n()).i64(op.m()).over(out.numel());
    }
}
