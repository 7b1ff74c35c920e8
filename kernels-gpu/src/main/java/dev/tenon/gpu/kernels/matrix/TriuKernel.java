package dev.tenon.gpu.kernels.matrix;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Triu;

/** The upper triangle of matrices, from a diagonal on. */
public final class TriuKernel extends GpuKernel<Triu> {
    @Override
    protected void run(Triu op, GpuCall call) {
        var operands = new Triu.Operands(call.operands());
        Triangle.run(call, operands.input(), operands.result(), op.diagonal(), false);
    }
}
