package dev.tenon.gpu.kernels.shape;

import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Region;
import dev.tenon.ops.Flip;
import dev.tenon.spi.Axes;

/** Reverses dimensions: a copy from a layout that starts at their ends and walks backwards. */
public final class FlipKernel extends GpuKernel<Flip> {
    @Override
    protected void run(Flip op, GpuCall call) {
        var operands = new Flip.Operands(call.operands());
        var in = operands.input();
        var strides = in.strides().clone();
        long start = 0;
        for (int i = 0; i < op.dims().size() && in.rank() > 0; i++) {
            int dim = Axes.axis(op.dims().get(i), in.rank());
            start += (in.sizes()[dim] - 1) * strides[dim];
            strides[dim] = -strides[dim];
        }
        if (in.numel() > 0) {
            Copies.copy(call, Region.of(in, in.sizes(), strides, start), operands.result());
        }
    }
}
